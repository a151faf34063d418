// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/neural/checkpoints/hugging_face/folder.h"
#include "core/neural/checkpoints/hugging_face/model_type.h"
#include "core/neural/checkpoints/safetensors.h"
#include "core/neural/neural_model.h"
#include "core/neural/specification/parameter_count.h"
#include "core/neural/specification/transformer_presets.h"
#include "core/text/tokenizer_json.h"

#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <random>

using namespace neural;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

fs::path folderOf(const QString& type) {
    return (NGRAMOPHONE_TEST_DATA "/hugging_face/" + type).toStdString();
}

Json jsonOf(const fs::path& path) {
    std::ifstream file(path);
    return Json::parse(file);
}

void read(const fs::path& folder, const fs::path& checkpoint) {
    base::NoProgress progress;
    hugging_face::readFolder(folder, checkpoint, progress, {});
}

void write(const fs::path& checkpoint, const fs::path& folder) {
    base::NoProgress progress;
    hugging_face::writeFolder(checkpoint, folder, progress, {});
}

/// A checkpoint as a network.
struct Opened {
    Checkpoint checkpoint;
    text::Tokenizer tokenizer;
    std::unique_ptr<Network> network;

    explicit Opened(const fs::path& path)
        : checkpoint(path),
          tokenizer(checkpoint.tokenizer()),
          network(makeNetwork(checkpoint.state().info.spec, tokenizer.vocabulary().size())) {
        network->parameters().load(checkpoint);
    }
    at::Tensor logits(const std::vector<std::int64_t>& tokens) const {
        const at::Tensor row = at::tensor(tokens, integers()).unsqueeze(0);
        return network->logits(row, nullptr); // [T, V]
    }
};

/// What the tests must know of a folder's tokens: their numbers, and where in "given" the first
/// stands.
struct Tokens {
    std::size_t begin = 0;
    std::int64_t end = 2;
    std::vector<std::int64_t> hidden = {};
    bool hiddenIsGuessed = false;
};

Tokens tokensOf(const QString& folder) {
    if (folder == "gpt2")
        return {.end = 0};
    if (folder == "bert")
        return {.end = 3, .hidden = {4}};
    if (folder.startsWith("t5")) // a source of 40 tokens; the last sentinels stand first
        return {.begin = 40, .end = 1, .hidden = {23, 22, 21}, .hiddenIsGuessed = true};
    return {};
}

/// Our numbers by theirs, from the names of the tokens.
std::vector<std::int64_t> ourNumbers(const Opened& opened, const fs::path& folder,
                                     std::size_t count, std::int64_t begin, const Tokens& tokens) {
    const auto theirs = text::readTokenizerJson(folder / "tokenizer.json");
    const text::Vocabulary& vocabulary = opened.tokenizer.vocabulary();
    std::vector<std::int64_t> ours(count);
    for (std::size_t number = 0; number < count; ++number) {
        std::string name = "<unused " + std::to_string(number) + ">";
        if (number < theirs.tokens.size() && !theirs.tokens[number].empty())
            name = theirs.tokens[number];
        ours[number] = static_cast<std::int64_t>(text::index(vocabulary.find(name)));
    }
    ours[static_cast<std::size_t>(begin)] = 1;
    ours[static_cast<std::size_t>(tokens.end)] = 2;
    for (std::size_t i = 0; i < tokens.hidden.size(); ++i)
        ours[static_cast<std::size_t>(tokens.hidden[i])] =
            static_cast<std::int64_t>(vocabulary.size() + i);
    return ours;
}

template <class Call>
QString messageOf(Call call) {
    try {
        call();
    } catch (const base::Error& error) {
        return error.what();
    }
    return {};
}

} // namespace

class TestHuggingFace : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    fs::path at(const char* name) const { return folder_.filePath(name).toStdString(); }
    /// A copy of a folder that may be spoilt.
    fs::path copyOf(const QString& type) const {
        const fs::path copy = at("copy");
        fs::remove_all(copy);
        fs::copy(folderOf(type), copy);
        return copy;
    }
    static void types() {
        QTest::addColumn<QString>("type");
        for (const auto* type : hugging_face::modelTypes())
            QTest::newRow(type->name) << QString(type->name);
        QTest::newRow("t5, version 1.1") << QString("t5_1_1");
    }
    /// The network of a folder with a drawn layer besides that tells three labels.
    std::unique_ptr<Network> makeLabelled(const QString& type, LabelForm form,
                                          const char* name) const;
    /// A network that has drawn its numbers, as a checkpoint.
    std::unique_ptr<Network> makeT5(const char* name, bool tied, FeedForward feedForward) const;

private slots:
    void theLibrarysLogitsComeOut_data() { types(); }
    void theLibrarysLogitsComeOut();
    void whatIsWrittenIsTheSameNetwork_data() { types(); }
    void whatIsWrittenIsTheSameNetwork();
    void aT5OfOursGoesThereAndBack_data();
    void aT5OfOursGoesThereAndBack();
    void anOutputOfItsOwnIsKnownByItsTensor();
    void sentinelsAreAskedFor();
    void tensorsThatSayNothingMayBeThere();
    void piecesOfWordsAreTokens_data();
    void piecesOfWordsAreTokens();
    void turnsGoThereAndBack();
    void labelsGoThereAndBack_data();
    void labelsGoThereAndBack();
    void labelsComeWithoutTheHeadOfTokens();
    void labelsOfAnOlderFormAreRefused();
    void aFolderIsAModel();
    void endIsAlsoTheBeginningWhereThereIsNoOther();
    void severalFilesAreOneModel();
    void namesMayLackTheirPrefix();
    void presetsHaveTheirTypes();
    void whatTheLibraryHasNotIsNotWritten();
    void damageIsNamed_data();
    void damageIsNamed();
    void anyChangeOfTheConfigEndsInAnErrorOrInACheckpoint();
};

void TestHuggingFace::theLibrarysLogitsComeOut() {
    QFETCH(QString, type);
    const Json expected = jsonOf(folderOf(type) / "expected.json");
    read(folderOf(type), at("model.ngc"));
    const Opened opened(at("model.ngc"));
    QCOMPARE(
        parameterCount(opened.checkpoint.state().info.spec, opened.tokenizer.vocabulary().size()),
        static_cast<std::uint64_t>(opened.network->parameters().values().numel()));

    const auto given = expected.at("given").get<std::vector<std::int64_t>>();
    const auto logits = expected.at("logits").get<std::vector<std::vector<double>>>();
    const Tokens known = tokensOf(type);
    const std::int64_t begin = given[known.begin];
    const auto ours = ourNumbers(opened, folderOf(type), logits[0].size(), begin, known);
    std::vector<std::int64_t> tokens;
    for (const std::int64_t number : given)
        tokens.push_back(number == begin ? 1 : ours[static_cast<std::size_t>(number)]);

    const at::Tensor y = opened.logits(tokens);
    double worst = 0;
    double largest = 0;
    for (std::size_t i = 0; i < logits.size(); ++i)
        for (std::size_t number = 0; number < logits[i].size(); ++number) {
            if (!known.hiddenIsGuessed &&
                std::find(known.hidden.begin(), known.hidden.end(), number) != known.hidden.end())
                continue;
            const auto place =
                y.size(0) - static_cast<std::int64_t>(logits.size()) + static_cast<std::int64_t>(i);
            const double actual = y[place][ours[number]].item<double>();
            worst = std::max(worst, std::abs(actual - logits[i][number]));
            largest = std::max(largest, std::abs(actual));
        }
    QVERIFY2(worst < 1e-4, qPrintable(QString::number(worst)));
    QVERIFY(largest > 1);
}

void TestHuggingFace::whatIsWrittenIsTheSameNetwork() {
    QFETCH(QString, type);
    read(folderOf(type), at("model.ngc"));
    const Opened before(at("model.ngc"));
    const fs::path written = at("written") / type.toStdString();
    write(at("model.ngc"), written);
    const Json config = jsonOf(written / "config.json");
    QVERIFY(config.at("model_type") == jsonOf(folderOf(type) / "config.json").at("model_type"));
    read(written, at("again.ngc"));
    const Opened after(at("again.ngc"));
    QVERIFY(sameNetwork(before.checkpoint.state().info.spec, after.checkpoint.state().info.spec));
    QCOMPARE(after.tokenizer.spec(), before.tokenizer.spec());
    const text::Vocabulary& vocabulary = before.tokenizer.vocabulary();
    QCOMPARE(after.tokenizer.vocabulary().size(), vocabulary.size());
    QCOMPARE(after.tokenizer.vocabulary().unknownCount(), vocabulary.unknownCount());
    for (std::size_t id = 0; id < vocabulary.size(); ++id)
        QCOMPARE(after.tokenizer.vocabulary().token(text::tokenId(id)),
                 vocabulary.token(text::tokenId(id)));
    QVERIFY(at::equal(before.network->parameters().values(), after.network->parameters().values()));
}

std::unique_ptr<Network> TestHuggingFace::makeT5(const char* name, bool tied,
                                                 FeedForward feedForward) const {
    CheckpointState state;
    state.info.spec = usualRun("t5");
    state.info.spec.transformer.tiedOutput = tied;
    state.info.spec.transformer.feedForward = feedForward;
    const text::Tokenizer tokenizer({text::TokenizerKind::Words},
                                    text::Vocabulary::fromTokens({"a", "cat", "sat"}));
    auto network = makeNetwork(state.info.spec, tokenizer.vocabulary().size());
    network->initialise(5);
    std::vector<TensorView> tensors;
    network->parameters().store(tensors);
    writeCheckpoint(at(name), state, tokenizer, tensors);
    return network;
}

void TestHuggingFace::aT5OfOursGoesThereAndBack_data() {
    QTest::addColumn<bool>("tied");
    QTest::addColumn<int>("function");
    for (const bool tied : {true, false})
        for (const FeedForward function :
             {FeedForward::Relu, FeedForward::Gelu, FeedForward::GeluTanh, FeedForward::SwiGlu,
              FeedForward::GeGlu, FeedForward::GeGluTanh})
            QTest::addRow("%s %d", feedForwardNames.name(function).c_str(), tied)
                << tied << static_cast<int>(function);
}

/// Its head is 32 wide: the root that queries are multiplied by rounds.
void TestHuggingFace::aT5OfOursGoesThereAndBack() {
    QFETCH(bool, tied);
    QFETCH(int, function);
    const auto network = makeT5("ours.ngc", tied, static_cast<FeedForward>(function));
    const fs::path written = at("ours");
    fs::remove_all(written);
    write(at("ours.ngc"), written);
    const auto theirs = text::readTokenizerJson(written / "tokenizer.json");
    QCOMPARE(theirs.find("<extra_id_0>").value(), std::size_t{6}); // <unk> <s> </s> a cat sat
    const SafetensorsFile tensors(written / "model.safetensors");
    QCOMPARE(tensors.find("lm_head.weight") == nullptr, tied);
    read(written, at("again.ngc"));
    const Opened after(at("again.ngc"));
    QVERIFY(sameNetwork(after.checkpoint.state().info.spec,
                        Checkpoint(at("ours.ngc")).state().info.spec));

    const unsigned length = after.checkpoint.state().info.spec.transformer.contextLength;
    std::vector<std::int64_t> tokens = {1};
    while (tokens.size() < length)
        tokens.push_back(3 + static_cast<std::int64_t>(tokens.size() % 4)); // words, and sentinels
    for (const std::int64_t number : {1, 6, 3, 4, 7})
        tokens.push_back(number);
    const at::Tensor row = at::tensor(tokens, integers()).unsqueeze(0);
    const at::Tensor expected = network->logits(row, nullptr);
    const auto worst = (after.logits(tokens) - expected).abs().max().item<double>();
    QVERIFY2(worst < 1e-6, qPrintable(QString::number(worst)));
    QVERIFY(expected.abs().max().item<double>() > 0.01);
}

/// Version 1.1 says that it is not tied, and the library from version 5 on that it is not scaled.
void TestHuggingFace::anOutputOfItsOwnIsKnownByItsTensor() {
    read(folderOf("t5_1_1"), at("model.ngc"));
    const fs::path copy = copyOf("t5_1_1");
    Json config = jsonOf(copy / "config.json");
    config.erase("scale_decoder_outputs");
    config["tie_word_embeddings"] = false;
    std::ofstream(copy / "config.json") << config.dump();
    read(copy, at("again.ngc"));
    const Opened one(at("model.ngc"));
    const Opened other(at("again.ngc"));
    QVERIFY(!one.checkpoint.state().info.spec.transformer.tiedOutput);
    QVERIFY(at::equal(one.network->parameters().values(), other.network->parameters().values()));
}

/// The first release has a relative bias for what looks across, which nothing reads.
void TestHuggingFace::tensorsThatSayNothingMayBeThere() {
    read(folderOf("t5"), at("model.ngc"));
    const fs::path copy = copyOf("t5");
    const SafetensorsFile whole(folderOf("t5") / "model.safetensors");
    const auto& entries = whole.entries();
    std::vector<NamedShape> shapes;
    for (const auto& entry : entries)
        shapes.push_back({entry.name, entry.shape});
    shapes.push_back(
        {"decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight", {32, 3}});
    writeSafetensors(copy / "model.safetensors", shapes, [&](std::size_t i) {
        return i < entries.size() ? whole.read(entries[i]) : std::vector<float>(96, 1);
    });
    read(copy, at("again.ngc"));
    QVERIFY(at::equal(Opened(at("model.ngc")).network->parameters().values(),
                      Opened(at("again.ngc")).network->parameters().values()));
}

void TestHuggingFace::sentinelsAreAskedFor() {
    const fs::path copy = copyOf("t5");
    Json config = jsonOf(copy / "config.json");
    config["n_positions"] = 512;
    std::ofstream(copy / "config.json") << config.dump();
    const QString lacking = messageOf([&] { read(copy, at("refused.ngc")); });
    QVERIFY2(lacking.contains("no token “<extra_id_5>”"), qPrintable(lacking));
    QVERIFY2(lacking.contains("“n_positions”"), qPrintable(lacking));

    Json tokenizer = jsonOf(folderOf("t5") / "tokenizer.json");
    tokenizer["model"]["type"] = "Morphemes";
    std::ofstream(copy / "tokenizer.json") << tokenizer.dump();
    const QString unread = messageOf([&] { read(copy, at("refused.ngc")); });
    QVERIFY2(unread.contains("Morphemes") && unread.contains("Choose a model"), qPrintable(unread));
    QVERIFY(!fs::exists(at("refused.ngc")));
}

void TestHuggingFace::piecesOfWordsAreTokens_data() {
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QByteArray>("change"); // of tokenizer.json, besides that
    const Json wordPiece = {
        {"normalizer", {{"type", "BertNormalizer"}, {"lowercase", true}, {"clean_text", true}}},
        {"pre_tokenizer", {{"type", "BertPreTokenizer"}}},
        {"model", {{"type", "WordPiece"}}}};
    const Json unigram = {
        {"pre_tokenizer",
         {{"type", "Sequence"},
          {"pretokenizers",
           {{{"type", "WhitespaceSplit"}}, {{"type", "Metaspace"}, {"replacement", "▁"}}}}}},
        {"model", {{"type", "Unigram"}, {"unk_token", nullptr}, {"unk_id", 2}}}};
    QTest::newRow("bert") << "bert"
                          << "cats"
                          << "##s" << QByteArray::fromStdString(wordPiece.dump());
    QTest::newRow("t5") << "t5"
                        << "cat"
                        << "▁cat" << QByteArray::fromStdString(unigram.dump());
}

/// With WordPiece as BERT has it, and Unigram as T5 has it.
void TestHuggingFace::piecesOfWordsAreTokens() {
    QFETCH(QString, type);
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QByteArray, change);
    const fs::path copy = copyOf(type);
    const auto words = text::readTokenizerJson(copy / "tokenizer.json");
    Json tokenizer = jsonOf(copy / "tokenizer.json");
    tokenizer.merge_patch(Json::parse(change.toStdString()));
    Json& vocabulary = tokenizer["model"]["vocab"];
    const bool listed = tokenizer["model"]["type"] == "Unigram";
    vocabulary = listed ? Json::array() : Json::object();
    for (std::size_t number = 0; number < words.tokens.size(); ++number) {
        const std::string& word = words.tokens[number];
        const std::string token = word == from.toStdString() ? to.toStdString() : word;
        if (listed)
            vocabulary.push_back({token, -1.0 - 0.01 * static_cast<double>(number)});
        else
            vocabulary[token] = number;
    }
    std::ofstream(copy / "tokenizer.json") << tokenizer.dump();

    read(copy, at("model.ngc"));
    const Opened before(at("model.ngc"));
    const text::Tokenizer& ours = before.tokenizer;
    QCOMPARE(ours.spec().kind,
             listed ? text::TokenizerKind::Unigram : text::TokenizerKind::WordPiece);
    const auto tokens = ours.encode(listed ? "cat catdog" : "CATS </s>");
    QCOMPARE(ours.vocabulary().token(tokens[0]), listed ? "▁cat" : "cat");
    QCOMPARE(ours.vocabulary().token(tokens[1]), listed ? "▁cat" : "##s");
    QCOMPARE(ours.decode(tokens), listed ? "cat catdog" : "cats <unk> <unk> <unk> <unk>");
    // The end is in no text, however it is spelled there.
    QVERIFY(std::find(tokens.begin(), tokens.end(), text::Vocabulary::end) == tokens.end());

    const fs::path written = at("pieces") / type.toStdString();
    write(at("model.ngc"), written);
    read(written, at("again.ngc"));
    const Opened after(at("again.ngc"));
    QCOMPARE(after.tokenizer.spec(), ours.spec());
    for (std::size_t id = 0; id < ours.vocabulary().size(); ++id)
        QCOMPARE(after.tokenizer.vocabulary().token(text::tokenId(id)),
                 ours.vocabulary().token(text::tokenId(id)));
    QVERIFY(at::equal(before.network->parameters().values(), after.network->parameters().values()));
}

/// Marks of turns are added tokens there, with a template that writes them.
void TestHuggingFace::turnsGoThereAndBack() {
    read(folderOf("llama"), at("model.ngc"));
    const Opened plain(at("model.ngc"));
    CheckpointState state = plain.checkpoint.state();
    state.info.spec.transformer.turns = true;
    const std::size_t size = plain.tokenizer.vocabulary().size();
    const auto network = makeNetwork(state.info.spec, size);
    network->initialise(3);
    std::vector<TensorView> tensors;
    network->parameters().store(tensors);
    writeCheckpoint(at("turns.ngc"), state, plain.tokenizer, tensors);

    const fs::path written = at("turns");
    write(at("turns.ngc"), written);
    QCOMPARE(jsonOf(written / "config.json").at("vocab_size").get<std::size_t>(), size + 3);
    const auto theirs = text::readTokenizerJson(written / "tokenizer.json");
    QCOMPARE(theirs.find("<|assistant|>").value(), size + 2);
    QVERIFY(jsonOf(written / "tokenizer_config.json").contains("chat_template"));
    read(written, at("again.ngc"));
    const Opened after(at("again.ngc"));
    QVERIFY(after.checkpoint.state().info.spec.transformer.turns);
    QCOMPARE(after.tokenizer.vocabulary().size(), size);
    QVERIFY(at::equal(network->parameters().values(), after.network->parameters().values()));
}

std::unique_ptr<Network> TestHuggingFace::makeLabelled(const QString& type, LabelForm form,
                                                       const char* name) const {
    read(folderOf(type), at("plain.ngc"));
    const Checkpoint plain(at("plain.ngc"));
    CheckpointState state = plain.state();
    state.info.spec.labels = {"cats", "dogs", "neither"};
    state.info.spec.transformer.labels = 3;
    state.info.spec.transformer.labelForm = form;
    state.info.spec.training.task = TrainingTask::Labels;
    const text::Tokenizer tokenizer = plain.tokenizer();
    auto network = makeNetwork(state.info.spec, tokenizer.vocabulary().size());
    at::manual_seed(7);
    network->parameters().values().normal_();
    network->parameters().loadWhatIsThere(plain);
    std::vector<TensorView> tensors;
    network->parameters().store(tensors);
    writeCheckpoint(at(name), state, tokenizer, tensors);
    return network;
}

void TestHuggingFace::labelsGoThereAndBack_data() {
    QTest::addColumn<QString>("type");
    QTest::addColumn<int>("form");
    QTest::addColumn<QString>("class");
    const auto add = [](const char* type, LabelForm form, const char* name) {
        QTest::addRow("%s %s", type, labelFormNames.name(form).c_str())
            << QString(type) << static_cast<int>(form) << QString(name);
    };
    add("gpt2", LabelForm::Plain, "GPT2ForSequenceClassification");
    add("llama", LabelForm::Plain, "LlamaForSequenceClassification");
    add("bloom", LabelForm::Plain, "BloomForSequenceClassification");
    add("bert", LabelForm::Biased, "BertForSequenceClassification");
    add("bert", LabelForm::Pooled, "BertForSequenceClassification");
}

void TestHuggingFace::labelsGoThereAndBack() {
    QFETCH(QString, type);
    QFETCH(int, form);
    const auto network = makeLabelled(type, static_cast<LabelForm>(form), "labelled.ngc");
    const fs::path written = at("labelled");
    fs::remove_all(written);
    write(at("labelled.ngc"), written);
    const Json config = jsonOf(written / "config.json");
    QTEST(QString::fromStdString(config.at("architectures")[0].get<std::string>()), "class");
    QCOMPARE(config.at("num_labels").get<int>(), 3);
    QCOMPARE(config.at("id2label").at("2").get<std::string>(), std::string("neither"));
    QCOMPARE(config.at("label2id").at("dogs").get<int>(), 1);
    QVERIFY(config.at("pad_token_id").is_number());
    QVERIFY(jsonOf(written / "tokenizer_config.json").contains("pad_token"));
    // What its last token is told from is the text's end, for a decoder too.
    QCOMPARE(jsonOf(written / "tokenizer.json").at("post_processor").at("single").size(),
             std::size_t{3});

    read(written, at("again.ngc"));
    const Opened after(at("again.ngc"));
    const RunSpec& spec = after.checkpoint.state().info.spec;
    QVERIFY(sameNetwork(spec, Checkpoint(at("labelled.ngc")).state().info.spec));
    QCOMPARE(spec.labels, (std::vector<std::string>{"cats", "dogs", "neither"}));
    QVERIFY(at::equal(network->parameters().values(), after.network->parameters().values()));
    QCOMPARE(parameterCount(spec, after.tokenizer.vocabulary().size()),
             static_cast<std::uint64_t>(after.network->parameters().values().numel()));
    // What the library makes of a pooler that is to change nothing: tanh(x / 65536) * 65536.
    if (type == "bert" && static_cast<LabelForm>(form) == LabelForm::Biased) {
        const SafetensorsFile tensors(written / "model.safetensors");
        const auto pooler = tensors.read(*tensors.find("bert.pooler.dense.weight"));
        QVERIFY(hugging_face::isSmallIdentity(pooler));
        for (const float x : {0.001F, -1.7F, 20.0F})
            QCOMPARE(std::tanh(x * pooler[0]) / pooler[0], x);
    }
}

/// As the library saves it, and with labels in an order that is not ours.
void TestHuggingFace::labelsComeWithoutTheHeadOfTokens() {
    makeLabelled("bert", LabelForm::Pooled, "labelled.ngc");
    const fs::path written = at("saved");
    fs::remove_all(written);
    write(at("labelled.ngc"), written);
    Json config = jsonOf(written / "config.json");
    config.erase("num_labels");
    config["id2label"] = {{"0", "neither"}, {"1", "cats"}, {"2", "dogs"}};
    std::ofstream(written / "config.json") << config.dump();
    std::vector<NamedShape> shapes;
    std::vector<std::vector<float>> values;
    {
        const SafetensorsFile whole(written / "model.safetensors");
        for (const auto& entry : whole.entries())
            if (!entry.name.starts_with("cls.")) {
                shapes.push_back({entry.name, entry.shape});
                values.push_back(whole.read(entry));
            }
    }
    writeSafetensors(written / "model.safetensors", shapes,
                     [&](std::size_t i) { return values[i]; });
    read(written, at("again.ngc"));
    const NeuralModel one(at("labelled.ngc"));
    const NeuralModel other(at("again.ngc"));
    QCOMPARE(other.labels(), (std::vector<std::string>{"cats", "dogs", "neither"}));
    const auto expected = one.labelProbabilities("the cat sat");
    const auto told = other.labelProbabilities("the cat sat");
    for (std::size_t i = 0; i < 3; ++i) // there "cats" was called "neither", and so on
        QVERIFY(std::abs(told[(i + 2) % 3] - expected[i]) < 1e-6);

    config["id2label"] = {{"0", "cats"}, {"1", "cats"}, {"2", "dogs"}};
    std::ofstream(written / "config.json") << config.dump();
    QVERIFY(messageOf([&] { read(written, at("refused.ngc")); }).contains("id2label"));
    config.erase("id2label");
    config["num_labels"] = 3;
    std::ofstream(written / "config.json") << config.dump();
    read(written, at("again.ngc"));
    QCOMPARE(Checkpoint(at("again.ngc")).state().info.spec.labels.back(), std::string("LABEL_2"));
}

void TestHuggingFace::labelsOfAnOlderFormAreRefused() {
    makeLabelled("gpt2", LabelForm::Biased, "labelled.ngc");
    const QString said = messageOf([&] { write(at("labelled.ngc"), at("refused")); });
    QVERIFY2(said.contains("GPT2ForSequenceClassification"), qPrintable(said));
    QVERIFY(!fs::exists(at("refused")));
}

void TestHuggingFace::aFolderIsAModel() {
    read(folderOf("llama"), at("model.ngc"));
    const NeuralModel model(at("model.ngc"));
    const auto tokens = model.tokenizer().encode("The cat sat");
    const auto session = model.openSession();
    session->feed(tokens);
    double sum = 0;
    for (const double value : session->logProbabilities())
        sum += std::exp(value);
    QVERIFY(std::abs(sum - 1) < 1e-9);
    QVERIFY(model.tokenizer().vocabulary().isOpen()); // it has a token for what is unknown
}

void TestHuggingFace::endIsAlsoTheBeginningWhereThereIsNoOther() {
    read(folderOf("gpt2"), at("model.ngc"));
    const Opened opened(at("model.ngc"));
    const at::Tensor& embedding = opened.network->parameters()["embedding"];
    QVERIFY(at::equal(embedding[1], embedding[2]));
    QVERIFY(!opened.tokenizer.vocabulary().isOpen());
}

void TestHuggingFace::severalFilesAreOneModel() {
    read(folderOf("llama"), at("model.ngc"));
    const fs::path copy = copyOf("llama");
    const SafetensorsFile whole(folderOf("llama") / "model.safetensors");
    const auto& entries = whole.entries();
    Json index;
    for (const std::size_t part : {0U, 1U}) {
        const std::string name = "part-" + std::to_string(part) + ".safetensors";
        std::vector<NamedShape> shapes;
        std::vector<std::size_t> places;
        for (std::size_t i = part; i < entries.size(); i += 2) {
            shapes.push_back({entries[i].name, entries[i].shape});
            places.push_back(i);
            index["weight_map"][entries[i].name] = name;
        }
        writeSafetensors(copy / name, shapes,
                         [&](std::size_t i) { return whole.read(entries[places[i]]); });
    }
    fs::remove(copy / "model.safetensors");
    std::ofstream(copy / "model.safetensors.index.json") << index.dump();
    read(copy, at("again.ngc"));
    QVERIFY(at::equal(Opened(at("model.ngc")).network->parameters().values(),
                      Opened(at("again.ngc")).network->parameters().values()));
    index["weight_map"]["a"] = "../part-0.safetensors";
    std::ofstream(copy / "model.safetensors.index.json") << index.dump();
    QVERIFY(messageOf([&] { read(copy, at("again.ngc")); }).contains("does not say which files"));
}

void TestHuggingFace::namesMayLackTheirPrefix() {
    read(folderOf("gpt2"), at("model.ngc"));
    const fs::path copy = copyOf("gpt2");
    const SafetensorsFile whole(folderOf("gpt2") / "model.safetensors");
    std::vector<NamedShape> shapes;
    for (const auto& entry : whole.entries())
        shapes.push_back({entry.name.substr(std::string("transformer.").size()), entry.shape});
    writeSafetensors(copy / "model.safetensors", shapes,
                     [&](std::size_t i) { return whole.read(whole.entries()[i]); });
    read(copy, at("again.ngc"));
    QVERIFY(at::equal(Opened(at("model.ngc")).network->parameters().values(),
                      Opened(at("again.ngc")).network->parameters().values()));
}

void TestHuggingFace::presetsHaveTheirTypes() {
    const std::map<std::string, std::string> types = {
        {"gpt-2", "gpt2"},  {"gpt-3", "gpt2"}, {"llama", "llama"}, {"ernie", "llama"},
        {"bloom", "bloom"}, {"bert", "bert"},  {"t5", "t5"}};
    for (const TransformerPreset& preset : transformerPresets()) {
        const auto* type = hugging_face::modelTypeOf(preset.spec);
        const auto expected = types.find(preset.architecture);
        QCOMPARE(type ? type->name : "",
                 expected == types.end() ? std::string() : expected->second);
    }
    TransformerSpec spec = findPreset("gpt-2")->spec;
    spec.feedForward = FeedForward::Gelu; // the exact function, which the library has too
    QVERIFY(hugging_face::modelTypeOf(spec) == &hugging_face::gpt2());
    spec.experts.count = 4;
    QVERIFY(!hugging_face::modelTypeOf(spec));
}

void TestHuggingFace::whatTheLibraryHasNotIsNotWritten() {
    const text::Tokenizer tokenizer({text::TokenizerKind::Words},
                                    text::Vocabulary::fromTokens({"a"}));
    for (const char* architecture : {"bengio", "deepseek"}) {
        CheckpointState state;
        state.info.spec = usualRun(architecture);
        writeCheckpoint(at("model.ngc"), state, tokenizer, {});
        const QString said = messageOf([&] { write(at("model.ngc"), at("refused")); });
        QVERIFY(said.contains("no architecture") && said.contains(architecture));
        QVERIFY(!fs::exists(at("refused")));
    }
}

void TestHuggingFace::damageIsNamed_data() {
    QTest::addColumn<QString>("type");
    QTest::addColumn<QByteArray>("change"); // of config.json
    QTest::addColumn<QString>("said");
    const auto add = [](const char* name, const char* type, const Json& change, const char* said) {
        QTest::newRow(name) << QString(type) << QByteArray::fromStdString(change.dump())
                            << QString(said);
    };
    add("another type", "gpt2", {{"model_type", "mamba"}}, "“mamba”");
    add("no type", "gpt2", {{"model_type", nullptr}}, "of the type “”");
    add("no width", "gpt2", {{"n_embd", nullptr}}, "“n_embd”");
    add("a width that is text", "gpt2", {{"n_embd", "12"}}, "“n_embd”");
    add("a negative width", "gpt2", {{"n_embd", -12}}, "“n_embd”");
    add("another width", "gpt2", {{"n_embd", 24}}, "its config.json asks for [290, 24]");
    add("more layers", "gpt2", {{"n_layer", 3}}, "transformer.h.2.ln_1.weight");
    add("fewer layers", "gpt2", {{"n_layer", 1}}, "no place in a model");
    add("no layers", "gpt2", {{"n_layer", 0}}, "number of layers");
    add("no heads", "gpt2", {{"n_head", 0}}, "number of heads");
    add("a billion tokens", "gpt2", {{"vocab_size", 2000000000}}, "asks for [2000000000, 12]");
    add("another function", "gpt2", {{"activation_function", "tanh"}}, "“activation_function”");
    add("scaled by layer", "gpt2", {{"scale_attn_by_inverse_layer_idx", true}},
        "scale_attn_by_inverse_layer_idx");
    add("no beginning", "gpt2", {{"bos_token_id", 400}}, "the number 400");
    add("stretched positions", "llama", {{"rope_parameters", {{"rope_type", "yarn"}}}}, "yarn");
    add("stretched positions, older", "llama", {{"rope_scaling", {{"type", "linear"}}}}, "linear");
    add("some biases", "llama", {{"attention_bias", true}}, "“mlp_bias”");
    add("heads that cannot share", "llama", {{"num_key_value_heads", 3}}, "cannot share");
    add("norms elsewhere", "bloom", {{"apply_residual_connection_post_layernorm", true}},
        "apply_residual_connection_post_layernorm");
    add("a decoder", "bert", {{"is_decoder", true}}, "is_decoder");
    add("more distances", "t5", {{"relative_attention_num_buckets", 64}},
        "relative_attention_num_buckets");
    add("a gate without a smooth function", "t5", {{"feed_forward_proj", "gated-relu"}},
        "“feed_forward_proj”");
    add("more layers that write", "t5", {{"num_decoder_layers", 3}},
        "decoder.block.2.layer.0.layer_norm.weight");
    add("a gate that is not there", "t5", {{"feed_forward_proj", "gated-gelu"}}, "wi_0");
    add("an encoder alone", "t5", {{"is_encoder_decoder", false}}, "is_encoder_decoder");
    add("one kind of text", "bert", {{"type_vocab_size", 1}}, "type_vocab_size");
}

void TestHuggingFace::damageIsNamed() {
    QFETCH(QString, type);
    QFETCH(QByteArray, change);
    QFETCH(QString, said);
    const fs::path copy = copyOf(type);
    Json config = jsonOf(copy / "config.json");
    config.merge_patch(Json::parse(change.toStdString()));
    // "mlp_bias" is false there: one without the other.
    std::ofstream(copy / "config.json") << config.dump();
    try {
        read(copy, at("damaged.ngc"));
        QFAIL("taken for sound");
    } catch (const base::FormatError& error) {
        const QString text = error.what();
        QVERIFY2(text.contains(said), qPrintable(text));
        QVERIFY2(text.contains(QString::fromStdString(copy.string())), qPrintable(text));
    }
    QVERIFY(!fs::exists(at("damaged.ngc")));
}

void TestHuggingFace::anyChangeOfTheConfigEndsInAnErrorOrInACheckpoint() {
    std::mt19937 random(1);
    for (const auto* type : hugging_face::modelTypes()) {
        const fs::path copy = copyOf(type->name);
        const std::string sound = jsonOf(copy / "config.json").dump();
        for (int variation = 0; variation < 250; ++variation) {
            std::string bytes = sound;
            const unsigned changes = 1 + random() % 3;
            for (unsigned i = 0; i < changes; ++i) {
                const std::size_t place = random() % bytes.size();
                const std::string wanted = "0123456789-,[]{}\":nt";
                bytes[place] = wanted[random() % wanted.size()];
            }
            std::ofstream(copy / "config.json") << bytes;
            messageOf([&] { read(copy, at("changed.ngc")); }); // any other error would end the test
        }
    }
}

QTEST_APPLESS_MAIN(TestHuggingFace)
#include "tst_hugging_face.moc"
