// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ngrams/open_table.h"
#include "app/window/page.h"
#include "core/tasks/train_ngram.h"

#include <QPointer>

class QComboBox;
class QPushButton;
class QStackedWidget;
class QTabWidget;

namespace jobs {
class Job;
}
namespace window {
class Workspace;
}

namespace ngrams {

class DescriptionTab;
class MatrixTab;
class ModelMenu;
class ScoreTab;
class SmoothingTab;
class TableTab;

/// The n-gram models of the library, and the mixtures: their tables, their bigrams, and what they
/// say of a sentence and of themselves.
class NgramsPage final : public window::Page {
    Q_OBJECT
public:
    explicit NgramsPage(window::Workspace& workspace, QWidget* parent = nullptr);

    bool stopWork() override;
    void find() override;
    /// Shows an n-gram model; another kind is not for this page.
    void selectModel(qint64 id);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeEmpty();
    void listModels();
    void openSelected();
    /// 0 and nothing: nothing is shown.
    void showModel(qint64 id, const std::shared_ptr<const lm::LanguageModel>& model);
    void askTraining();
    void train(const tasks::NgramRequest& request);

    window::Workspace& workspace_;
    QComboBox* models_ = nullptr;
    QPushButton* rename_ = nullptr;
    QPushButton* delete_ = nullptr;
    ModelMenu* more_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    QTabWidget* tabs_ = nullptr;
    TableTab* table_ = nullptr;
    MatrixTab* matrix_ = nullptr;
    ScoreTab* score_ = nullptr;
    SmoothingTab* smoothing_ = nullptr;
    DescriptionTab* description_ = nullptr;
    qint64 shown_ = 0;
    qint64 wanted_ = 0; ///< the model that is being opened
    QPointer<jobs::Job> training_;
};

} // namespace ngrams
