// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ngrams/open_table.h"
#include "app/ngrams/typed_history.h"
#include "core/ngram/smoothing_lab.h"

#include <QPointer>
#include <QStandardItemModel>
#include <QTimer>
#include <QWidget>

#include <memory>

class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace jobs {
class Job;
}
namespace plot {
class GroupedBars;
}
namespace window {
class EmptyState;
class TableView;
class Workspace;
} // namespace window

namespace ngrams {

class EstimatorPanel;
class TokenCompleter;

/// The smoothing lab: one history, the estimators side by side as bars over tokens that followed it
/// and tokens that never did, and sliders for what they compute with. The mass that each moves to
/// what was never seen, and its sum, follow the sliders.
class SmoothingTab final : public QWidget {
    Q_OBJECT
public:
    explicit SmoothingTab(window::Workspace& workspace, QWidget* parent = nullptr);
    void setTable(OpenTablePointer open);
    /// Stops what is being computed; false where nothing was.
    bool stop();

protected:
    void showEvent(QShowEvent* event) override;

private:
    struct Answer {
        TypedHistory typed;
        ngram::LabResult result;
    };
    QWidget* makeContent();
    void fillInExample();
    void showState();
    void compute();
    void showAnswer(const Answer& answer);
    void showBars(const ngram::LabResult& result);
    void showMasses(const ngram::LabResult& result);

    window::Workspace& workspace_;
    OpenTablePointer open_;
    std::shared_ptr<const ngram::SmoothingLab> lab_;
    QPointer<jobs::Job> job_; ///< one at a time: what is asked meanwhile waits, the latest only
    bool again_ = false;
    bool stale_ = true; ///< computed when it is looked at
    QTimer rest_;
    QLineEdit* history_ = nullptr;
    TokenCompleter* completer_ = nullptr;
    QPushButton* example_ = nullptr;
    QToolButton* export_ = nullptr;
    QLabel* hint_ = nullptr;
    QLabel* busy_ = nullptr;
    QTimer patience_; ///< what is over at once says nothing
    QStackedWidget* stack_ = nullptr;
    window::EmptyState* empty_ = nullptr;
    plot::GroupedBars* bars_ = nullptr;
    QStandardItemModel masses_;
    window::TableView* table_ = nullptr;
    EstimatorPanel* panel_ = nullptr;
};

} // namespace ngrams
