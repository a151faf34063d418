// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/ngrams_page.h"

#include "app/jobs/job_manager.h"
#include "app/ngrams/description_tab.h"
#include "app/ngrams/matrix_tab.h"
#include "app/ngrams/model_actions.h"
#include "app/ngrams/model_menu.h"
#include "app/ngrams/score_tab.h"
#include "app/ngrams/smoothing_tab.h"
#include "app/ngrams/table_tab.h"
#include "app/ngrams/train_form.h"
#include "app/window/empty_state.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/tasks/mix_models.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

#include <utility>

namespace ngrams {

NgramsPage::NgramsPage(window::Workspace& workspace, QWidget* parent)
    : Page(parent),
      workspace_(workspace),
      models_(new QComboBox),
      stack_(new QStackedWidget),
      tabs_(new QTabWidget),
      table_(new TableTab(workspace)),
      matrix_(new MatrixTab(workspace)),
      score_(new ScoreTab(workspace)),
      smoothing_(new SmoothingTab(workspace)),
      description_(new DescriptionTab) {
    auto* label = new QLabel(tr("M&odel:"));
    label->setBuddy(models_);
    models_->setAccessibleName(tr("N-gram model"));
    models_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    models_->setMinimumContentsLength(28);
    models_->setPlaceholderText(tr("No model yet"));
    auto* train = new QPushButton(tr("T&rain…"));
    train->setToolTip(tr("Train an n-gram model on corpora of the library"));
    auto* top = new QHBoxLayout;
    top->addWidget(label);
    top->addWidget(models_);
    top->addWidget(train);
    top->addStretch();
    const auto button = [&](const QString& text, const QString& tip, auto ask) {
        auto* made = new QPushButton(text);
        made->setToolTip(tip);
        connect(made, &QPushButton::clicked, this,
                [this, ask] { ask(workspace_, models_->currentData().toLongLong(), this); });
        top->addWidget(made);
        return made;
    };
    rename_ = button(tr("Re&name…"), tr("Give the model another name"), askModelName);
    more_ = new ModelMenu(workspace_);
    top->addWidget(more_);
    connect(more_, &ModelMenu::made, this, &NgramsPage::selectModel);
    delete_ = button(tr("&Delete…"), tr("Remove the model from the library"), askModelRemoval);

    tabs_->addTab(table_, tr("Ta&ble"));
    tabs_->addTab(matrix_, tr("Matri&x"));
    tabs_->addTab(score_, tr("S&core"));
    tabs_->addTab(smoothing_, tr("Smoothin&g Lab"));
    tabs_->addTab(description_, tr("Description"));
    stack_->addWidget(makeEmpty());
    stack_->addWidget(tabs_);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(top);
    layout->addWidget(stack_, 1);

    connect(train, &QPushButton::clicked, this, &NgramsPage::askTraining);
    connect(models_, &QComboBox::currentIndexChanged, this, &NgramsPage::openSelected);
    connect(&workspace_, &window::Workspace::modelsChanged, this, &NgramsPage::listModels);
    connect(&workspace_, &window::Workspace::showModelRequested, this, &NgramsPage::selectModel);
    connect(matrix_, &MatrixTab::bigramActivated, this,
            [this](text::TokenId history, text::TokenId next) {
                tabs_->setCurrentWidget(table_);
                table_->showNgram({history}, next);
            });
    listModels();
}

QWidget* NgramsPage::makeEmpty() {
    auto* empty = new window::EmptyState(
        tr("An n-gram model counts which token follows which. The library has none yet: train "
           "one on a corpus, it takes seconds."));
    connect(empty->addButton(tr("Train an N-gram Model…")), &QPushButton::clicked, this,
            &NgramsPage::askTraining);
    return empty;
}

void NgramsPage::listModels() {
    const qint64 before = models_->currentData().toLongLong();
    std::vector<library::Model> list;
    try {
        list = workspace_.library().models().list();
    } catch (const std::exception& error) {
        workspace_.reportError(window::describe(error));
        return;
    }
    {
        const QSignalBlocker blocker(models_);
        models_->clear();
        for (const library::Model& model : list) {
            if (model.kind == "ngram" || model.kind == tasks::mixtureKind)
                models_->addItem(window::toQString(model.name), qint64(model.id));
        }
        const int kept = models_->findData(before);
        models_->setCurrentIndex(kept >= 0 || models_->count() == 0 ? kept : 0);
    }
    more_->setModel(models_->currentData().toLongLong());
    for (QWidget* widget : {static_cast<QWidget*>(models_), static_cast<QWidget*>(rename_),
                            static_cast<QWidget*>(delete_)})
        widget->setEnabled(models_->count() > 0);
    stack_->setCurrentIndex(models_->count() > 0 ? 1 : 0);
    openSelected();
}

void NgramsPage::openSelected() {
    const qint64 id = models_->currentData().toLongLong();
    more_->setModel(id);
    // A page that nobody has looked at opens nothing: the program starts faster.
    if (!isVisible() || (id != 0 && (shown_ == id || wanted_ == id)))
        return;
    wanted_ = id;
    // What is shown is never another model than the one that is named, also where opening fails.
    if (shown_ != 0)
        showModel(0, nullptr);
    if (id == 0)
        return;
    workspace_.openModel(id, this,
                         [this, id](const std::shared_ptr<const lm::LanguageModel>& opened) {
                             if (wanted_ != id)
                                 return;
                             wanted_ = 0;
                             showModel(id, opened);
                         });
}

void NgramsPage::showModel(qint64 id, const std::shared_ptr<const lm::LanguageModel>& model) {
    shown_ = id;
    const auto ngrams = std::dynamic_pointer_cast<const ngram::NgramModel>(model);
    const OpenTablePointer open =
        ngrams ? std::make_shared<const OpenTable>(workspace_.library().models().get(id), ngrams)
               : nullptr;
    // A mixture has no table: what every model can do is left.
    for (QWidget* tab : {static_cast<QWidget*>(table_), static_cast<QWidget*>(matrix_),
                         static_cast<QWidget*>(smoothing_)})
        tabs_->setTabVisible(tabs_->indexOf(tab), ngrams || !model);
    table_->setTable(open);
    matrix_->setTable(open);
    score_->setModel(id, model, open);
    smoothing_->setTable(open);
    description_->setModel(model.get());
}

void NgramsPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    openSelected();
}

void NgramsPage::selectModel(qint64 id) {
    const int index = models_->findData(id);
    if (index >= 0)
        models_->setCurrentIndex(index);
}

void NgramsPage::askTraining() {
    auto* form = new TrainForm(workspace_, this);
    form->setAttribute(Qt::WA_DeleteOnClose);
    connect(form, &QDialog::accepted, this, [this, form] { train(form->request()); });
    form->open();
}

void NgramsPage::train(const tasks::NgramRequest& request) {
    training_ = workspace_.jobManager().start(
        request.name.empty() ? tr("Train an n-gram model")
                             : tr("Train %1").arg(window::toQString(request.name)),
        jobs::JobManager::NoOptions,
        [request](base::Progress& progress, const std::stop_token& stop) {
            return tasks::trainNgram(request, progress, stop);
        },
        this,
        [this](const library::Model& model) {
            emit workspace_.modelsChanged();
            selectModel(model.id);
        });
    connect(training_, &jobs::Job::failed, &workspace_, &window::Workspace::reportError);
}

bool NgramsPage::stopWork() {
    const bool searching = table_->stop();
    score_->stop();
    const bool training = training_ && !training_->isOver();
    if (training)
        training_->stop();
    const bool comparing = smoothing_->stop();
    return searching || training || comparing;
}

void NgramsPage::find() {
    if (stack_->currentIndex() == 1)
        tabs_->setCurrentWidget(table_);
    table_->focusFilter();
}

} // namespace ngrams
