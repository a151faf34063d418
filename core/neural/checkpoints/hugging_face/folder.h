// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"

#include <filesystem>
#include <stop_token>

/// A model as the Hugging Face transformers library keeps it: a folder with config.json,
/// model.safetensors and tokenizer.json. Needs no LibTorch.
namespace neural::hugging_face {

/// Whether `path` is a folder that could hold such a model.
bool looksLikeFolder(const std::filesystem::path& path);

/// Makes a checkpoint of such a folder. The tokens get our numbers: <unk>, <s>, </s>, then all the
/// others in their order. Throws base::FileError, base::FormatError where a file is damaged or the
/// network or tokenizer is none of those known here. Of a network that tells labels what told
/// tokens need not be there: any token is as likely as another then.
void readFolder(const std::filesystem::path& folder, const std::filesystem::path& checkpoint,
                base::Progress& progress, const std::stop_token& stop);

/// Writes a checkpoint as such a folder, which is made where it is not there; the files of an
/// earlier one are replaced. A network that tells labels is written as the library's for
/// classification of sequences, with what tells tokens besides. Throws base::InputError where the
/// library has no such network.
void writeFolder(const std::filesystem::path& checkpoint, const std::filesystem::path& folder,
                 base::Progress& progress, const std::stop_token& stop);

} // namespace neural::hugging_face
