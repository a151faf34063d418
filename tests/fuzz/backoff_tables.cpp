// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/matrix.h"
#include "core/ngram/prune.h"
#include "core/ngram/table.h"
#include "tests/core/ngram/small_model.h"
#include "tests/fuzz/kinds.h"

namespace fuzz {

namespace {

namespace fs = std::filesystem;

void useTable(const fs::path& path, Random& random) {
    const ngram::NgramModel model(ngram::openBackoffTable(path));
    model.describe();
    const std::size_t size = model.tokenizer().vocabulary().size();
    std::vector<double> out(size);
    std::vector<text::TokenId> sentence{text::Vocabulary::begin};
    for (std::size_t length = below(random, 6); length > 0; --length)
        sentence.push_back(text::tokenId(below(random, size)));
    sentence.push_back(text::Vocabulary::end);
    std::vector<double> scores(sentence.size());
    model.scoreSentences(sentence, scores);
    model.explain(sentence, text::tokenId(below(random, size)));
    model.estimator().distribution(model.relevant(sentence), out);
    const ngram::Table table(model);
    for (std::uint64_t i = 0; i < table.size(); ++i)
        table.row(i);
    ngram::TableQuery query;
    query.sort = static_cast<ngram::TableColumn>(below(random, 6));
    table.select(query, {});
    if (model.order() > 1)
        ngram::bigramMatrix(model, 5);
    if (random() % 8 == 0) { // what follows writes a file
        base::NoProgress progress;
        ngram::prune(model, {{}, 1e-4}, path.parent_path() / "pruned.ngm", "", progress, {});
    }
}

} // namespace

Kind backoffTables(const fs::path& folder) {
    Kind kind{"back-off table", 4, {}, useTable};
    const SmallCorpus corpus({"a b a", "a c", "b a", "b c a d"});
    base::NoProgress progress;
    for (unsigned order = 1; order <= 4; ++order) {
        const auto model = corpus.train(folder / "counted.ngm", order, {"witten-bell"});
        const fs::path path = folder / "original.ngm";
        ngram::prune(model, {}, path, "all", progress, {});
        kind.originals.push_back(readContents(path));
    }
    return kind;
}

} // namespace fuzz
