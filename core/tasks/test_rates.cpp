// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tasks/test_rates.h"

#include "core/neural/loader.h"
#include "core/tasks/prepare_tokens.h"

namespace tasks {

RateTest testRates(const NeuralRequest& request, const neural::RateRange& range,
                   const neural::RateListener& onPoint, base::Progress& progress,
                   const std::stop_token& stop) {
    neural::requireValid(request.spec);
    neural::requireValid(range);
    const PreparedTokens tokens = prepareTokens(request.library, request.corpora, request.tokenizer,
                                                request.cut, progress, stop);
    progress.report({{NG_TEXT("core", "Loading LibTorch")}, 0, 0});
    neural::Backend& backend = neural::backend();
    RateTest test;
    test.points =
        backend.testRates({request.spec, tokens.tokenizer.get(), tokens.cache->tokens(), {}, false},
                          range, onPoint, progress, stop);
    test.suggestion = neural::suggestedRate(test.points);
    return test;
}

} // namespace tasks
