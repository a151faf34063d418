// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/corpora/find_bar.h"

#include "app/corpora/text_view.h"
#include "app/jobs/job_manager.h"
#include "app/jobs/relay.h"
#include "app/window/text.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QTimer>
#include <QToolButton>

#include <algorithm>

namespace corpora {

namespace {

constexpr int typingPause = 250; // milliseconds

} // namespace

FindBar::FindBar(jobs::JobManager& jobs, TextView* view, QWidget* parent)
    : QWidget(parent), jobs_(&jobs), view_(view), edit_(new QLineEdit), state_(new QLabel) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    auto* label = new QLabel(tr("F&ind:"));
    label->setBuddy(edit_);
    edit_->setAccessibleName(tr("Text to find"));
    edit_->setClearButtonEnabled(true);
    edit_->setObjectName(QStringLiteral("findText"));
    state_->setObjectName(QStringLiteral("findState"));
    row->addWidget(label);
    row->addWidget(edit_, 1);
    const auto button = [&](const QString& text, const QString& name, auto slot) {
        auto* made = new QToolButton;
        made->setText(text);
        made->setAccessibleName(name);
        made->setToolTip(name);
        made->setAutoRaise(true);
        connect(made, &QToolButton::clicked, this, slot);
        row->addWidget(made);
    };
    button(tr("Previous"), tr("Previous place (Shift+F3)"), &FindBar::findPrevious);
    button(tr("Next"), tr("Next place (F3)"), &FindBar::findNext);
    row->addWidget(state_, 1);
    button(QStringLiteral("✕"), tr("Close the find bar"), &FindBar::close);

    auto* pause = new QTimer(this);
    pause->setSingleShot(true);
    pause->setInterval(typingPause);
    connect(edit_, &QLineEdit::textChanged, pause, qOverload<>(&QTimer::start));
    connect(pause, &QTimer::timeout, this, &FindBar::search);
    connect(edit_, &QLineEdit::returnPressed, this, &FindBar::findNext);
    hide();
}

void FindBar::open() {
    const QString selected = view_->selectedText();
    if (!selected.isEmpty() && !selected.contains(QLatin1Char('\n')) && selected.size() < 200)
        edit_->setText(selected);
    QWidget::show();
    edit_->selectAll();
    edit_->setFocus(Qt::ShortcutFocusReason);
}

void FindBar::close() {
    stop();
    hide();
    view_->setFocus(Qt::OtherFocusReason);
}

void FindBar::reset() {
    stop();
    ++generation_;
    needle_.clear();
    matches_.clear();
    current_.reset();
    error_.clear();
    showState();
}

bool FindBar::stop() {
    if (!job_)
        return false;
    job_->stop();
    return true;
}

void FindBar::search() {
    if (edit_->text() == needle_ && error_.isEmpty())
        return;
    reset();
    needle_ = edit_->text();
    if (needle_.isEmpty() || !view_->hasDocument())
        return;
    const int generation = generation_;
    const jobs::Relay<Match> relay(this, [this, generation](std::vector<Match> found) {
        if (generation == generation_)
            receive(std::move(found));
    });
    job_ = jobs_->start(
        tr("Find “%1”").arg(needle_), jobs::JobManager::Quiet,
        [document = view_->document(), needle = needle_, relay](base::Progress& progress,
                                                                const std::stop_token& stop) {
            findMatches(
                document, needle, [&relay](const Match& match) { relay.push(match); }, progress,
                stop);
        },
        this, [relay] { relay.flush(); });
    connect(job_, &jobs::Job::stateChanged, this, [this, generation, job = job_] {
        if (!job || !job->isOver() || generation != generation_)
            return;
        error_ = job->error();
        job_.clear();
        // Nothing after the caret: begin again at the top.
        if (!current_ && !matches_.empty())
            show(0);
        showState();
    });
    showState();
}

void FindBar::receive(std::vector<Match> matches) {
    matches_.insert(matches_.end(), matches.begin(), matches.end());
    if (!current_) {
        const std::uint64_t top = view_->topOffset();
        const auto ahead = std::find_if(matches_.begin(), matches_.end(),
                                        [top](const Match& match) { return match.line >= top; });
        if (ahead != matches_.end())
            show(static_cast<std::size_t>(ahead - matches_.begin()));
    }
    showState();
}

void FindBar::findNext() {
    step(1);
}

void FindBar::findPrevious() {
    step(-1);
}

void FindBar::step(int direction) {
    if (edit_->text() != needle_ || !error_.isEmpty()) {
        search();
        return;
    }
    if (matches_.empty()) {
        if (isHidden())
            open();
        return;
    }
    const std::size_t count = matches_.size();
    const std::size_t at = current_.value_or(direction > 0 ? count - 1 : 0);
    show(direction > 0 ? (at + 1) % count : (at + count - 1) % count);
    showState();
}

void FindBar::show(std::size_t match) {
    current_ = match;
    view_->select(matches_[match].line, matches_[match].column, matches_[match].length);
}

void FindBar::showState() {
    QString text;
    if (!error_.isEmpty())
        text = error_;
    else if (current_)
        text = tr("%1 of %2, line %3")
                   .arg(window::formatCount(*current_ + 1), window::formatCount(matches_.size()),
                        window::formatCount(matches_[*current_].number));
    else if (!needle_.isEmpty() && !job_)
        text = tr("Not in this document");
    if (job_)
        text += text.isEmpty() ? tr("Searching…") : tr(" – searching…");
    state_->setText(text);
}

void FindBar::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QWidget::keyPressEvent(event);
}

} // namespace corpora
