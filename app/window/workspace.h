// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/library/library.h"
#include "core/library/model_store.h"
#include "core/lm/language_model.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace jobs {
class Job;
class JobManager;
} // namespace jobs

namespace window {

/// What every page is given: the library, the jobs, and the news. A page that changes something in
/// the library emits the signal; pages that show it listen. GUI thread only.
class Workspace : public QObject {
    Q_OBJECT
public:
    /// Opens (or makes) the library. Throws what library::Library throws.
    explicit Workspace(const std::filesystem::path& libraryFolder, QObject* parent = nullptr);
    ~Workspace() override;

    const std::filesystem::path& folder() const;
    library::Library& library(); ///< the GUI thread's connection; tasks open their own
    jobs::JobManager& jobManager();

    /// Opens a model in the background and hands it to `done` on the GUI thread; a model that is
    /// still open somewhere is handed over at once. A failure is shown as an error.
    void openModel(std::int64_t id, QObject* receiver,
                   std::function<void(std::shared_ptr<const lm::LanguageModel>)> done);

    /// A model whose file is larger than this is opened without looking through all of it; that is
    /// then done in the background, once for each file, and what is damaged is shown as an error.
    void setCheckedLater(std::uint64_t bytes);

    /// Imports paths as one corpus, in the background; errors are shown.
    jobs::Job* importPaths(const std::vector<std::filesystem::path>& paths,
                           const QString& encoding = {});

    /// Imports the sample corpus that the program brings, or shows it where it is there already.
    jobs::Job* importSample();

    /// Shows an error to the person (the window listens); never blocks.
    void reportError(const QString& message);

signals:
    void corporaChanged();
    void modelsChanged();
    void runsChanged();
    void conversationsChanged();
    void errorReported(const QString& message);
    /// Asks the window to show a page with something selected: the window changes to the page, the
    /// page listens too and selects.
    void showCorpusRequested(qint64 corpus, const QString& document, quint64 byteOffset);
    void showModelRequested(qint64 model);
    void chatRequested(qint64 model);
    /// Asks the window to change to a page, counted from 0 in the mode bar's order.
    void pageRequested(int mode);

private:
    void announceFailure(jobs::Job* job);
    void checkLater(const library::Model& model, std::filesystem::file_time_type written,
                    const std::shared_ptr<const lm::LanguageModel>& opened);

    struct Waiting;
    struct OpenModel;
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace window
