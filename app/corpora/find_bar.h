// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/corpora/find_matches.h"
#include "app/jobs/job.h"

#include <QPointer>
#include <QWidget>

#include <optional>
#include <vector>

class QLabel;
class QLineEdit;

namespace jobs {
class JobManager;
} // namespace jobs

namespace corpora {

class TextView;

/// The line below a text in which one types what to find. The whole document is searched once, in
/// the background; then the places can be stepped through at once, forwards and backwards.
class FindBar : public QWidget {
    Q_OBJECT
public:
    FindBar(jobs::JobManager& jobs, TextView* view, QWidget* parent = nullptr);

    /// Shows the bar with the cursor in it, and what is selected in the view as its text.
    void open();
    void close();
    /// Forgets what was found: another document is shown.
    void reset();
    bool isSearching() const { return !job_.isNull(); }
    bool stop(); ///< false where no search was going on
    std::size_t matchCount() const { return matches_.size(); }

public slots:
    void findNext();
    void findPrevious();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void search();
    void receive(std::vector<Match> matches);
    void step(int direction);
    void show(std::size_t match);
    void showState();

    jobs::JobManager* jobs_;
    TextView* view_;
    QLineEdit* edit_;
    QLabel* state_;
    QPointer<jobs::Job> job_;
    int generation_ = 0; ///< tells what a search that was given up still sends from what is asked
    QString needle_;     ///< what matches_ are the places of
    std::vector<Match> matches_;
    std::optional<std::size_t> current_;
    QString error_;
};

} // namespace corpora
