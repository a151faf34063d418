// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json_output.h"
#include "app/cli/session.h"
#include "app/cli/terminal.h"
#include "core/chat/reply.h"
#include "core/lm/sampler.h"
#include "core/tasks/open_model.h"
#include "core/text/decoder.h"

#include <fmt/format.h>

#include <random>

namespace cli {

namespace {

struct TalkOptions {
    std::string model;
    std::string prompt;
    lm::SamplingSpec sampling;
};

void addSamplingOptions(CLI::App& app, TalkOptions& options) {
    auto& sampling = options.sampling;
    sampling.seed = std::random_device{}();
    app.add_option("MODEL", options.model, "Name or number")->required();
    app.add_option("--length", sampling.length, "Tokens at most")->capture_default_str();
    app.add_option("--temperature", sampling.temperature, "0 takes the most probable token")
        ->capture_default_str();
    app.add_option("--top-k", sampling.topK, "Only the K most probable; 0 for all")
        ->capture_default_str();
    app.add_option("--top-p", sampling.topP, "Only the smallest set with this probability")
        ->capture_default_str();
    app.add_option("--seed", sampling.seed, "The same seed gives the same text (a new one)");
}

/// What came from outside, with bytes that are no UTF-8 replaced.
std::string asUtf8(const std::string& text) {
    return text::decodeAll(std::as_bytes(std::span(text)), "UTF-8");
}

const char* nameOf(lm::GenerationEnd end) {
    switch (end) {
    case lm::GenerationEnd::Length:
        return "length";
    case lm::GenerationEnd::EndOfText:
        return "end-of-text";
    case lm::GenerationEnd::NoDistribution:
        return "no-distribution";
    case lm::GenerationEnd::Stopped:
        return "stopped";
    }
    return "";
}

int generate(Session& session, const TalkOptions& options) {
    lm::requireValid(options.sampling);
    const auto model = tasks::openModel(session.libraryFolder, session.model(options.model));
    const auto& tokenizer = model->tokenizer();
    const std::string prompt = asUtf8(options.prompt);
    std::vector<text::TokenId> context{text::Vocabulary::begin};
    const auto encoded = tokenizer.encode(prompt);
    context.insert(context.end(), encoded.begin(), encoded.end());

    text::StreamingDecoder decoder(tokenizer);
    decoder.setContext(context);
    std::string text;
    auto tokens = nlohmann::json::array();
    const auto show = [&](const std::string& piece) {
        text += piece;
        if (!session.json) {
            print(piece);
            flush();
        }
    };
    if (!session.json)
        print(prompt);
    const auto end = lm::generate(
        *model->openSession(), context, options.sampling,
        [&](const lm::Choice& choice) {
            tokens.push_back({{"token", tokenizer.vocabulary().token(choice.id)},
                              {"probability", choice.probability}});
            show(decoder.push(choice.id));
        },
        session.stop);
    show(decoder.finish());
    if (session.json)
        printJson({{"prompt", prompt},
                   {"text", text},
                   {"tokens", tokens},
                   {"end", nameOf(end)},
                   {"seed", options.sampling.seed}});
    else
        print("\n");
    flush();
    if (end == lm::GenerationEnd::NoDistribution)
        printNote("The model never saw what stands before and has nothing to say after it.");
    return end == lm::GenerationEnd::Stopped ? interrupted : succeeded;
}

nlohmann::json jsonOf(const chat::Message& message, const chat::Message& reply) {
    auto tokens = nlohmann::json::array();
    for (const auto& trace : reply.tokens)
        tokens.push_back({{"token", reply.text.substr(trace.begin, trace.end - trace.begin)},
                          {"probability", trace.probability}});
    return {{"message", message.text},
            {"reply", reply.text},
            {"began_anew", reply.beganAnew},
            {"tokens", tokens}};
}

int talk(Session& session, const TalkOptions& options) {
    lm::requireValid(options.sampling);
    const auto entry = session.model(options.model);
    const auto model = tasks::openModel(session.libraryFolder, entry);
    const bool prompts = inputIsTerminal() && !session.json;
    std::vector<chat::Message> messages;
    lm::SamplingSpec sampling = options.sampling;
    if (session.json)
        print("[");
    bool first = true;
    while (true) {
        if (prompts)
            std::fputs("> ", stderr);
        const auto line = readLine(session.stop);
        if (!line)
            break;
        chat::Message message;
        message.text = asUtf8(*line);
        messages.push_back(message);
        const auto reply = chat::reply(
            *model, messages, sampling,
            [&](const chat::ReplyPiece& piece) {
                if (!session.json) {
                    print(piece.piece);
                    flush();
                }
            },
            session.stop);
        if (session.json)
            print((first ? "\n " : ",\n ") + dump(jsonOf(message, reply)));
        else
            print("\n");
        flush();
        if (reply.beganAnew && prompts)
            printNote("(The model had nothing to say after that and began anew.)");
        first = false;
        messages.push_back(reply);
        ++sampling.seed; // the same words twice need not get the same reply
        if (session.stop.stop_requested())
            break;
    }
    if (session.json)
        print("\n]\n");
    flush();
    return session.stop.stop_requested() ? interrupted : succeeded;
}

} // namespace

void addTalkCommands(CLI::App& app, Session& session) {
    auto* generating = app.add_subcommand("generate", "Let a model write");
    auto options = std::make_shared<TalkOptions>();
    addSamplingOptions(*generating, *options);
    generating->add_option("--prompt", options->prompt, "The text's beginning");
    generating->callback([&session, options] {
        session.action = [&session, options] { return generate(session, *options); };
    });

    auto* talking = app.add_subcommand("chat", "A line in, a reply out");
    auto chatOptions = std::make_shared<TalkOptions>();
    addSamplingOptions(*talking, *chatOptions);
    talking->callback([&session, chatOptions] {
        session.action = [&session, chatOptions] { return talk(session, *chatOptions); };
    });
}

} // namespace cli
