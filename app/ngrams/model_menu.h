// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

#include <utility>
#include <vector>

class QAction;

namespace library {
struct Model;
}
namespace window {
class Workspace;
}

namespace ngrams {

/// What can be made of an n-gram model, and where models come from and go to: another estimator,
/// pruning, mixing, ARPA in and out, counts in. Each runs as a job.
class ModelMenu final : public QToolButton {
    Q_OBJECT
public:
    explicit ModelMenu(window::Workspace& workspace, QWidget* parent = nullptr);
    /// 0 for none: only what brings a model in is left.
    void setModel(qint64 id);

    void askEstimator();
    void askPruning();
    void askMixing();
    void askArpaImport();
    void askCountsImport();
    void askArpaExport();
    void importArpa(const QString& path);
    void importCounts(const QStringList& paths);
    void exportArpa(const QString& path);

signals:
    /// A model was made and is in the library.
    void made(qint64 model);

private:
    /// What an action needs of the model, each more than the one before.
    enum class Needs { Nothing, Model, Ngrams, Counts };
    static Needs whatHas(const library::Model& model);

    template <class Work>
    void makeModel(const QString& title, Work work);

    window::Workspace& workspace_;
    qint64 model_ = 0;
    std::vector<std::pair<QAction*, Needs>> actions_;
};

} // namespace ngrams
