// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/workspace.h"

#include "app/jobs/job_manager.h"
#include "app/window/icon.h"
#include "app/window/text.h"
#include "core/ngram/ngram_model.h"
#include "core/tasks/import_corpus.h"
#include "core/tasks/open_model.h"

#include <QFile>
#include <QMetaObject>
#include <QPointer>

#include <map>
#include <utility>

namespace window {

namespace {

using ModelPointer = std::shared_ptr<const lm::LanguageModel>;

} // namespace

struct Workspace::Waiting {
    QPointer<QObject> receiver;
    std::function<void(ModelPointer)> done;
};

/// A model that is open somewhere, and the file's time then: training writes its checkpoint anew.
struct Workspace::OpenModel {
    std::weak_ptr<const lm::LanguageModel> model;
    std::filesystem::file_time_type written;
};

struct Workspace::State {
    explicit State(const std::filesystem::path& folder) : library(folder) {}

    library::Library library;
    std::map<std::int64_t, OpenModel> openModels;
    std::map<std::int64_t, std::vector<Waiting>> waiting;
    std::map<std::filesystem::path, std::filesystem::file_time_type> checked;
    std::uintmax_t checkedLater = ngram::checkedAtOnce;
    jobs::JobManager jobManager; // last: its threads end first
};

Workspace::Workspace(const std::filesystem::path& libraryFolder, QObject* parent)
    : QObject(parent), state_(std::make_unique<State>(libraryFolder)) {}

Workspace::~Workspace() = default;

const std::filesystem::path& Workspace::folder() const {
    return state_->library.folder();
}

library::Library& Workspace::library() {
    return state_->library;
}

jobs::JobManager& Workspace::jobManager() {
    return state_->jobManager;
}

void Workspace::openModel(std::int64_t id, QObject* receiver,
                          std::function<void(ModelPointer)> done) {
    library::Model model;
    try {
        model = library().models().get(id);
    } catch (const std::exception& error) {
        reportError(describe(error));
        return;
    }
    std::error_code ignored;
    const auto written = std::filesystem::last_write_time(folder() / model.file, ignored);
    const auto known = state_->openModels.find(id);
    if (known != state_->openModels.end() && known->second.written == written) {
        if (auto open = known->second.model.lock()) {
            done(std::move(open));
            return;
        }
    }

    auto& waiting = state_->waiting[id];
    waiting.push_back({receiver, std::move(done)});
    if (waiting.size() > 1) // it is being opened already
        return;
    auto* job = jobManager().start(
        tr("Open %1").arg(toQString(model.name)), jobs::JobManager::NoOptions,
        [folder = folder(), model](base::Progress&, const std::stop_token&) {
            return tasks::openModel(folder, model);
        },
        this,
        [this, model, written](const ModelPointer& opened) {
            state_->openModels[model.id] = {opened, written};
            for (const auto& waiter : std::exchange(state_->waiting[model.id], {})) {
                if (waiter.receiver)
                    waiter.done(opened);
            }
            checkLater(model, written, opened);
        });
    connect(job, &jobs::Job::cancelled, this, [this, id] { state_->waiting.erase(id); });
    connect(job, &jobs::Job::failed, this, [this, id](const QString& error) {
        state_->waiting.erase(id);
        reportError(error);
    });
}

void Workspace::setCheckedLater(std::uint64_t bytes) {
    state_->checkedLater = bytes;
}

void Workspace::checkLater(const library::Model& model, std::filesystem::file_time_type written,
                           const ModelPointer& opened) {
    const auto ngrams = std::dynamic_pointer_cast<const ngram::NgramModel>(opened);
    std::error_code ignored;
    const auto size = std::filesystem::file_size(folder() / model.file, ignored);
    if (!ngrams || size <= state_->checkedLater)
        return;
    const auto known = state_->checked.find(model.file);
    if (known != state_->checked.end() && known->second == written)
        return;
    state_->checked[model.file] = written;
    auto* job = jobManager().start(
        tr("Check %1").arg(toQString(model.name)), jobs::JobManager::NoOptions,
        [ngrams](base::Progress&, const std::stop_token& stop) {
            ngrams->trie().file().verify(stop);
        },
        this, [] {});
    connect(job, &jobs::Job::failed, this, &Workspace::reportError);
}

jobs::Job* Workspace::importPaths(const std::vector<std::filesystem::path>& paths,
                                  const QString& encoding) {
    QString name;
    if (!paths.empty()) {
        const auto& path = paths.front(); // "folder/" has an empty last part
        name = toQString(path.has_filename() ? path.filename() : path.parent_path().filename());
    }
    // From the worker: the library already shows the corpus, whose words are still being counted.
    const auto registered = [this](std::int64_t id) {
        QMetaObject::invokeMethod(
            this,
            [this, id] {
                emit corporaChanged();
                emit showCorpusRequested(id, {}, 0);
            },
            Qt::QueuedConnection);
    };
    auto* job = jobManager().start(
        paths.size() > 1
            ? tr("Import %1 and %n more", nullptr, static_cast<int>(paths.size()) - 1).arg(name)
            : tr("Import %1").arg(name),
        jobs::JobManager::NoOptions,
        [request = tasks::ImportRequest{folder(), paths, {}, toStd(encoding)},
         registered](base::Progress& progress, const std::stop_token& stop) {
            return tasks::importCorpus(request, registered, progress, stop);
        },
        this, [this](const library::Corpus&) { emit corporaChanged(); });
    announceFailure(job);
    return job;
}

void Workspace::announceFailure(jobs::Job* job) {
    connect(job, &jobs::Job::cancelled, this, &Workspace::corporaChanged);
    connect(job, &jobs::Job::failed, this, [this](const QString& error) {
        emit corporaChanged();
        reportError(error);
    });
}

jobs::Job* Workspace::importSample() {
    initResources();
    auto* job = jobManager().start(
        tr("Import the sample corpus"), jobs::JobManager::NoOptions,
        [folder = folder()](base::Progress& progress, const std::stop_token& stop) {
            QFile file(QStringLiteral(":/sample/sample.txt"));
            file.open(QIODevice::ReadOnly);
            return tasks::importSample(folder, file.readAll().toStdString(), progress, stop);
        },
        this,
        [this](const library::Corpus& corpus) {
            emit corporaChanged();
            emit showCorpusRequested(corpus.id, {}, 0);
        });
    announceFailure(job);
    return job;
}

void Workspace::reportError(const QString& message) {
    emit errorReported(message);
}

} // namespace window
