// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/corpora/corpora_page.h"

#include "app/corpora/corpus_model.h"
#include "app/corpora/frequency_panel.h"
#include "app/corpora/text_panel.h"
#include "app/window/empty_state.h"
#include "app/window/table_view.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/library/corpus_store.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace corpora {

CorporaPage::CorporaPage(window::Workspace& workspace, QWidget* parent)
    : window::Page(parent),
      workspace_(&workspace),
      model_(new CorpusModel(this)),
      proxy_(new QSortFilterProxyModel(this)),
      stack_(new QStackedWidget) {
    stack_->addWidget(makeEmptyState());
    stack_->addWidget(makeList());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(stack_);

    connect(&workspace, &window::Workspace::corporaChanged, this, &CorporaPage::reload);
    connect(&workspace, &window::Workspace::showCorpusRequested, this, &CorporaPage::goTo);
    reload();
}

QWidget* CorporaPage::makeOpenButtons(QWidget* parent) {
    auto* row = new QWidget(parent);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    const auto button = [&](const QString& text, const QString& tip, auto slot) {
        auto* made = new QPushButton(text);
        made->setToolTip(tip);
        connect(made, &QPushButton::clicked, this, slot);
        layout->addWidget(made);
    };
    button(tr("&Open Files…"), tr("Import text files as one corpus"), &CorporaPage::openFiles);
    button(tr("Open Fol&der…"), tr("Import all text files below a folder as one corpus"),
           &CorporaPage::openFolder);
    button(tr("Open &Sample"), tr("Import the text that comes with the program"),
           &CorporaPage::openSample);
    return row;
}

QWidget* CorporaPage::makeEmptyState() {
    auto* empty = new window::EmptyState(
        tr("A corpus is the text that models learn from. Open text files or a folder of them, "
           "drop them on this window, or begin with the sample."));
    empty->addButtons(makeOpenButtons(empty));
    return empty;
}

QWidget* CorporaPage::makeList() {
    auto* page = new QWidget;
    auto* top = new QHBoxLayout;
    top->addWidget(makeOpenButtons(page));
    top->addStretch();
    const auto button = [&](const QString& text, auto slot) {
        auto* made = new QPushButton(text);
        connect(made, &QPushButton::clicked, this, slot);
        top->addWidget(made);
        return made;
    };
    rename_ = button(tr("Re&name…"), &CorporaPage::askName);
    encoding_ = button(tr("Encodin&g…"), &CorporaPage::askEncoding);
    remove_ = button(tr("&Remove…"), &CorporaPage::askRemoval);

    proxy_->setSourceModel(model_);
    proxy_->setSortRole(CorpusModel::SortRole);
    proxy_->setSortCaseSensitivity(Qt::CaseInsensitive);
    list_ = new window::TableView;
    list_->setObjectName(QStringLiteral("corpora"));
    list_->setAccessibleName(tr("Corpora"));
    list_->setModel(proxy_);
    list_->setSelectionMode(QAbstractItemView::SingleSelection);
    list_->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    list_->setSortingEnabled(true);
    list_->setColumnWidth(CorpusModel::Name, 220);
    list_->setColumnWidth(CorpusModel::Encoding, 130);
    connect(list_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &CorporaPage::onSelectionChanged);

    badBytes_ = new QWidget;
    badBytesText_ = new QLabel;
    badBytesText_->setObjectName(QStringLiteral("badBytes"));
    badBytesText_->setWordWrap(true);
    auto* choose = new QPushButton(tr("&Choose Another Encoding…"));
    connect(choose, &QPushButton::clicked, this, &CorporaPage::askEncoding);
    auto* warning = new QHBoxLayout(badBytes_);
    warning->setContentsMargins(6, 0, 6, 0);
    warning->addWidget(badBytesText_, 1);
    warning->addWidget(choose);
    badBytes_->hide();

    text_ = new TextPanel(workspace_->jobManager());
    frequencies_ = new FrequencyPanel(*workspace_);
    tabs_ = new QTabWidget;
    tabs_->setAccessibleName(tr("Parts of the corpus"));
    tabs_->addTab(text_, tr("Te&xt"));
    tabs_->addTab(frequencies_, tr("Fre&quencies"));
    auto* below = new QWidget;
    auto* belowColumn = new QVBoxLayout(below);
    belowColumn->setContentsMargins(0, 0, 0, 0);
    belowColumn->addWidget(badBytes_);
    belowColumn->addWidget(tabs_, 1);

    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(list_);
    splitter->addWidget(below);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 3);
    splitter->setChildrenCollapsible(false);
    auto* column = new QVBoxLayout(page);
    column->addLayout(top);
    column->addWidget(splitter, 1);
    return page;
}

void CorporaPage::reload() {
    try {
        model_->setCorpora(workspace_->library().corpora().list());
    } catch (const std::exception& error) {
        workspace_->reportError(window::describe(error));
        return;
    }
    const auto& corpora = model_->corpora();
    stack_->setCurrentIndex(corpora.empty() ? 0 : 1);
    if (corpora.empty()) {
        showCorpus(0);
        return;
    }
    // What was just imported is what one wants to see; else what was seen stays.
    const auto newest = std::max_element(corpora.begin(), corpora.end(),
                                         [](const auto& a, const auto& b) { return a.id < b.id; });
    const bool isNew = newest->id > newestSeen_;
    newestSeen_ = std::max(newestSeen_, newest->id);
    selectCorpus(isNew || !model_->find(current_) ? newest->id : current_);
}

void CorporaPage::selectCorpus(std::int64_t id) {
    for (int row = 0; row < proxy_->rowCount(); ++row) {
        if (proxy_->index(row, 0).data(CorpusModel::IdRole).toLongLong() == id)
            list_->selectRow(row);
    }
}

void CorporaPage::onSelectionChanged() {
    const auto rows = list_->selectionModel()->selectedRows();
    if (!rows.isEmpty())
        showCorpus(rows.front().data(CorpusModel::IdRole).toLongLong());
}

void CorporaPage::showCorpus(std::int64_t id) {
    const library::Corpus* corpus = model_->find(id);
    const bool ready = corpus && corpus->ready;
    for (QPushButton* button : {rename_, encoding_, remove_})
        button->setEnabled(ready);
    if (id == current_ && ready == currentReady_)
        return;
    const bool sameCorpus = id == current_;
    current_ = id;
    currentReady_ = ready;
    std::vector<corpus::Document> documents;
    if (corpus) {
        try {
            documents = workspace_->library().corpora().documents(id);
        } catch (const std::exception& error) {
            workspace_->reportError(window::describe(error));
        }
    }
    showBadBytes(documents);
    // The end of an import changes nothing that is seen of the text, unless it is decoded anew.
    if (!sameCorpus || !text_->shows(documents))
        text_->showDocuments(std::move(documents));
    frequencies_->showCorpus(id, ready);
}

void CorporaPage::showBadBytes(const std::vector<corpus::Document>& documents) {
    std::size_t others = 0;
    const corpus::Document* first = nullptr;
    for (const auto& document : documents) {
        if (document.decoded.replaced == 0)
            continue;
        if (first)
            ++others;
        else
            first = &document;
    }
    badBytes_->setVisible(first != nullptr);
    if (!first)
        return;
    const auto replaced = first->decoded.replaced;
    QString text =
        tr("Byte sequences of %3 that could not be decoded as %2: %1, the first at byte %4.")
            .arg(window::formatCount(replaced), window::toQString(first->encoding),
                 window::toQString(first->path),
                 window::formatCount(first->decoded.firstOffset.value_or(0)));
    if (others > 0)
        text += QLatin1Char(' ') +
                tr("There are such in %1 more documents.").arg(window::formatCount(others));
    badBytesText_->setText(text);
}

void CorporaPage::goTo(qint64 corpus, const QString& document, quint64 byteOffset) {
    selectCorpus(corpus);
    if (current_ != corpus)
        return;
    tabs_->setCurrentWidget(text_);
    text_->goTo(document, byteOffset);
}

bool CorporaPage::stopWork() {
    if (text_->stopWork() || frequencies_->stopWork())
        return true;
    if (!job_)
        return false;
    job_->stop();
    return true;
}

void CorporaPage::find() {
    if (stack_->currentIndex() == 0)
        return;
    if (tabs_->currentWidget() == text_)
        text_->find();
    else
        frequencies_->find();
}

} // namespace corpora
