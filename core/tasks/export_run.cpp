// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tasks/export_run.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/library/library.h"
#include "core/library/run_store.h"
#include "core/neural/specification/training_names.h"
#include "core/tasks/event_file.h"
#include "core/tasks/run_samples.h"

#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <system_error>

namespace tasks {

namespace fs = std::filesystem;

namespace {

/// Says how far it is, and lets go where that is asked for.
class Steps {
public:
    Steps(base::Progress& progress, const std::stop_token& stop, std::size_t all)
        : progress_(&progress), stop_(stop), all_(all) {}
    void next() {
        constexpr std::size_t interval = 4096;
        if (done_++ % interval != 0)
            return;
        base::throwIfStopped(stop_);
        progress_->report({{NG_TEXT("core", "Exporting metrics")}, done_, all_});
    }

private:
    base::Progress* progress_;
    const std::stop_token& stop_;
    std::size_t all_;
    std::size_t done_ = 0;
};

std::string csvNumber(double value) {
    return std::isfinite(value) ? fmt::format("{}", value) : std::string();
}

double creationSeconds(const library::Run& run) {
    return static_cast<double>(run.created) / 1000;
}

std::vector<std::pair<std::string, float>> scalarsOf(const neural::StepMetrics& step) {
    std::vector<std::pair<std::string, float>> scalars;
    const auto add = [&scalars](const char* tag, double value) {
        if (!std::isnan(value))
            scalars.emplace_back(tag, static_cast<float>(value));
    };
    add("loss/training", step.trainingLoss);
    if (step.validationLoss)
        add("loss/validation", *step.validationLoss);
    if (step.oldValidationLoss)
        add("loss/old_validation", *step.oldValidationLoss);
    if (step.accuracy)
        add("accuracy/validation", *step.accuracy);
    add("learning_rate", step.learningRate);
    add("gradient_norm", step.gradientNorm);
    if (step.step > 0)
        add("tokens_per_second", step.tokensPerSecond);
    return scalars;
}

} // namespace

void exportRunAsCsv(const fs::path& folder, std::int64_t run, const fs::path& path,
                    base::Progress& progress, const std::stop_token& stop) {
    library::Library library(folder);
    const char* unit = neural::lossUnit(library.runs().get(run).spec.training.task);
    const auto metrics = library.runs().metrics(run);
    base::AtomicFile file(path);
    file.write("step,training_loss,validation_loss,learning_rate,gradient_norm,tokens,"
               "tokens_per_second,seconds,old_validation_loss,accuracy,loss_unit\r\n");
    Steps steps(progress, stop, metrics.size());
    std::uint64_t tokens = 0;
    for (const neural::StepMetrics& step : metrics) {
        steps.next();
        tokens += step.predictions;
        file.write(fmt::format(
            "{},{},{},{},{},{},{},{},{},{},{}\r\n", step.step, csvNumber(step.trainingLoss),
            step.validationLoss ? csvNumber(*step.validationLoss) : "",
            csvNumber(step.learningRate), csvNumber(step.gradientNorm),
            step.predictions > 0 ? std::to_string(tokens) : "",
            step.step > 0 ? csvNumber(step.tokensPerSecond) : "", csvNumber(step.seconds),
            step.oldValidationLoss ? csvNumber(*step.oldValidationLoss) : "",
            step.accuracy ? csvNumber(*step.accuracy) : "", unit));
    }
    file.commit();
}

fs::path exportRunForTensorBoard(const fs::path& libraryFolder, std::int64_t id,
                                 const fs::path& folder, base::Progress& progress,
                                 const std::stop_token& stop) {
    library::Library library(libraryFolder);
    const library::Run run = library.runs().get(id);
    const auto metrics = library.runs().metrics(id);
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        throw base::FileError({NG_TEXT("core", "The folder {0} cannot be made: {1}. Choose "
                                               "another place."),
                               {folder.string(), error.message()}});
    // TensorBoard looks for this word in a file's name.
    const fs::path path =
        folder / fmt::format("events.out.tfevents.{}.ngramophone.{}", run.created / 1000, run.id);
    base::AtomicFile file(path);
    file.write(tfRecord(versionEvent(creationSeconds(run))));
    file.write(tfRecord(
        textEvent(creationSeconds(run), 0, "loss_unit", neural::lossUnit(run.spec.training.task))));
    Steps steps(progress, stop, metrics.size());
    const auto samples = RunSamples(library.runs().checkpoint(id)).all();
    auto sample = samples.begin();
    double seconds = 0;
    const auto writeSamples = [&](std::optional<std::uint64_t> before) {
        for (; sample != samples.end() && (!before || sample->step < *before); ++sample)
            file.write(tfRecord(
                textEvent(creationSeconds(run) + seconds, sample->step, "sample", sample->text)));
    };
    for (const neural::StepMetrics& step : metrics) {
        steps.next();
        writeSamples(step.step);
        seconds = step.seconds;
        file.write(
            tfRecord(scalarsEvent(creationSeconds(run) + seconds, step.step, scalarsOf(step))));
    }
    writeSamples(std::nullopt);
    file.commit();
    return path;
}

fs::path exportRun(const fs::path& library, std::int64_t run, const fs::path& path,
                   base::Progress& progress, const std::stop_token& stop) {
    if (path.extension() != ".csv")
        return exportRunForTensorBoard(library, run, path, progress, stop);
    exportRunAsCsv(library, run, path, progress, stop);
    return path;
}

} // namespace tasks
