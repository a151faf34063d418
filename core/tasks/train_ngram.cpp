// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tasks/train_ngram.h"

#include "core/base/error.h"
#include "core/library/library.h"
#include "core/ngram/jelinek_mercer.h"
#include "core/ngram/ngram_model.h"
#include "core/tasks/corpus_name.h"
#include "core/tasks/partial_progress.h"
#include "core/tasks/prepare_tokens.h"
#include "core/tasks/read_tokens.h"

#include <nlohmann/json.hpp>

namespace tasks {

namespace fs = std::filesystem;

namespace {

std::string orderName(unsigned order) {
    switch (order) {
    case 1:
        return "unigram";
    case 2:
        return "bigram";
    case 3:
        return "trigram";
    default:
        return std::to_string(order) + "-gram";
    }
}

std::vector<std::vector<double>> jelinekMercerWeights(const NgramRequest& request,
                                                      const fs::path& file,
                                                      base::Progress& progress,
                                                      const std::stop_token& stop) {
    const auto counts = ngram::openCounts(file);
    if (request.heldOut.empty())
        return ngram::JelinekMercer::leaveOneOut(*counts);
    return ngram::JelinekMercer::heldOut(
        *counts, readTokens(request.heldOut, counts->tokenizer(), progress, stop));
}

} // namespace

library::Model trainNgram(const NgramRequest& request, base::Progress& progress,
                          const std::stop_token& stop) {
    ngram::requireValid(request.estimator);
    if (request.order < 1 || request.order > ngram::maximumOrder)
        throw base::InputError(
            {NG_TEXT("core", "The order is {0}. Choose an order from 1 to {1}."),
             {std::to_string(request.order), std::to_string(ngram::maximumOrder)}});
    PartialProgress tokenizing(progress, 0, 600);
    const PreparedTokens tokens = prepareTokens(request.library, request.corpora, request.tokenizer,
                                                request.cut, tokenizing, stop);
    library::Library library(request.library);
    library::Model model;
    model.kind = "ngram";
    model.name = request.name;
    if (model.name.empty())
        model.name = nameOfCorpora(library, request.corpora) + " " + orderName(request.order);
    model.file = library.models().newFile("ngm");
    model.tokenCache = tokens.relativePath;
    nlohmann::json specification = request.estimator;
    specification["order"] = request.order;
    model.specification = specification.dump();
    model.corpora = request.corpora;

    const fs::path file = library.folder() / model.file;
    try {
        PartialProgress counting(progress, 600, 1000);
        ngram::writeCounts(file, *tokens.cache, *tokens.tokenizer, request.order, counting, stop,
                           {request.memory, 0});
        // Found once and kept, so that opening the model takes no time.
        if (request.estimator.name == "jelinek-mercer" && request.estimator.weights.empty() &&
            !request.estimator.lambda) {
            specification["weights"] = jelinekMercerWeights(request, file, counting, stop);
            model.specification = specification.dump();
        }
        base::throwIfStopped(stop);
        return library.models().get(library.models().add(model));
    } catch (...) {
        std::error_code ignored;
        fs::remove(file, ignored);
        throw;
    }
}

} // namespace tasks
