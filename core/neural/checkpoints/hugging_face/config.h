// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/specification/transformer_spec.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace neural::hugging_face {

/// A config.json. What it does not have, or has as null, counts as absent. Each function throws
/// base::FormatError, naming the file and the field, where the value is none of its kind.
class Config {
public:
    Config(std::filesystem::path path, nlohmann::json values);
    /// Throws base::FileError too.
    static Config read(const std::filesystem::path& path);

    bool has(const char* key) const;
    unsigned count(const char* key) const;
    unsigned count(const char* key, unsigned fallback) const;
    double real(const char* key, double fallback) const;
    bool flag(const char* key, bool fallback) const;
    std::string word(const char* key, const std::string& fallback) const;
    /// A list of words; empty where there is none, or it has something else.
    std::vector<std::string> words(const char* key) const;
    /// A token's number; the first of several. Negative where there is none.
    std::int64_t token(const char* key) const;
    /// A text, or the "content" of an object; empty where there is none.
    std::string content(const char* key) const;
    /// An object inside, empty where there is none.
    Config part(const char* key) const;

    /// Throws base::FormatError where the field is there and is another value than this.
    void require(const char* key, const nlohmann::json& value) const;
    /// The function that `hidden_act` and its like name; with a gate, the gated form.
    FeedForward activation(const char* key, const std::string& fallback, bool gated) const;

    [[noreturn]] void throwUnsupported(const char* key) const;

private:
    const nlohmann::json* find(const char* key) const;
    [[noreturn]] void throwUnreadable(const char* key) const;

    std::filesystem::path path_;
    nlohmann::json values_;
};

/// The function that the library calls so; with a gate, the gated form. None where it is not known.
std::optional<FeedForward> activationNamed(const std::string& name, bool gated);
/// The library's name of the function.
std::string activationName(FeedForward feedForward);

} // namespace neural::hugging_face
