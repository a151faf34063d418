// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/checkpoints/hugging_face/config.h"

#include "core/base/error.h"
#include "core/base/file.h"

#include <limits>
#include <utility>

namespace neural::hugging_face {

using Json = nlohmann::json;

Config::Config(std::filesystem::path path, Json values)
    : path_(std::move(path)), values_(std::move(values)) {}

Config Config::read(const std::filesystem::path& path) {
    try {
        Json values = Json::parse(base::readFile(path));
        if (values.is_object())
            return {path, std::move(values)};
    } catch (const Json::exception&) { // told below
    }
    throw base::FormatError({NG_TEXT("core", "The file {0} is no JSON object. Save or download it "
                                             "again."),
                             {path.string()}});
}

const Json* Config::find(const char* key) const {
    const auto found = values_.find(key);
    return found == values_.end() || found->is_null() ? nullptr : &*found;
}

bool Config::has(const char* key) const {
    return find(key) != nullptr;
}

void Config::throwUnreadable(const char* key) const {
    throw base::FormatError({NG_TEXT("core", "The file {0} lacks the field “{1}”, or has something "
                                             "there that does not belong. Save or download it "
                                             "again."),
                             {path_.string(), key}});
}

void Config::throwUnsupported(const char* key) const {
    const Json* value = find(key);
    std::string text = value ? value->dump(-1, ' ', true, Json::error_handler_t::replace) : "null";
    constexpr std::size_t most = 100;
    if (text.size() > most)
        text = text.substr(0, most) + "…";
    throw base::FormatError({NG_TEXT("core", "In the file {0} the field “{1}” is {2}, which is not "
                                             "supported. Choose a model without it."),
                             {path_.string(), key, text}});
}

unsigned Config::count(const char* key) const {
    const Json* value = find(key);
    if (!value || !value->is_number_unsigned() ||
        value->get<std::uint64_t>() > std::numeric_limits<int>::max())
        throwUnreadable(key);
    return value->get<unsigned>();
}

unsigned Config::count(const char* key, unsigned fallback) const {
    return has(key) ? count(key) : fallback;
}

double Config::real(const char* key, double fallback) const {
    const Json* value = find(key);
    if (value && !value->is_number())
        throwUnreadable(key);
    return value ? value->get<double>() : fallback;
}

bool Config::flag(const char* key, bool fallback) const {
    const Json* value = find(key);
    if (value && !value->is_boolean())
        throwUnreadable(key);
    return value ? value->get<bool>() : fallback;
}

std::string Config::word(const char* key, const std::string& fallback) const {
    const Json* value = find(key);
    if (value && !value->is_string())
        throwUnreadable(key);
    return value ? value->get<std::string>() : fallback;
}

std::vector<std::string> Config::words(const char* key) const {
    const Json* value = find(key);
    std::vector<std::string> words;
    if (value && value->is_array())
        for (const Json& word : *value)
            if (word.is_string())
                words.push_back(word.get<std::string>());
    return words;
}

std::int64_t Config::token(const char* key) const {
    const Json* value = find(key);
    if (value && value->is_array() && !value->empty())
        value = &value->front();
    return value && value->is_number_unsigned() ? value->get<std::int64_t>() : -1;
}

std::string Config::content(const char* key) const {
    const Json* value = find(key);
    return value && value->is_object() ? part(key).word("content", "") : word(key, "");
}

Config Config::part(const char* key) const {
    const Json* value = find(key);
    if (value && !value->is_object())
        throwUnreadable(key);
    return {path_, value ? *value : Json()};
}

void Config::require(const char* key, const Json& value) const {
    if (const Json* found = find(key); found && *found != value)
        throwUnsupported(key);
}

FeedForward Config::activation(const char* key, const std::string& fallback, bool gated) const {
    if (const auto known = activationNamed(word(key, fallback), gated))
        return *known;
    throwUnsupported(key);
}

std::optional<FeedForward> activationNamed(const std::string& name, bool gated) {
    if (gated && (name == "silu" || name == "swish"))
        return FeedForward::SwiGlu;
    if (name == "gelu" || name == "gelu_python")
        return gated ? FeedForward::GeGlu : FeedForward::Gelu;
    if (name == "gelu_new" || name == "gelu_pytorch_tanh" || name == "gelu_fast")
        return gated ? FeedForward::GeGluTanh : FeedForward::GeluTanh;
    if (!gated && name == "relu")
        return FeedForward::Relu;
    return std::nullopt;
}

std::string activationName(FeedForward feedForward) {
    switch (feedForward) {
    case FeedForward::Relu:
        return "relu";
    case FeedForward::SwiGlu:
        return "silu";
    case FeedForward::GeluTanh:
    case FeedForward::GeGluTanh:
        return "gelu_new";
    case FeedForward::Gelu:
    case FeedForward::GeGlu:
        break;
    }
    return "gelu";
}

} // namespace neural::hugging_face
