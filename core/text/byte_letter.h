// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace text {

/// Radford et al. 2019, section 2.2, as their code has it: each byte as a letter that can be seen,
/// itself where it is one in Latin-1, else one from U+0100 on in the order of the bytes. A space is
/// "Ġ", a line end "Ċ".
std::string_view byteLetter(unsigned char byte);

/// The bytes that such letters stand for, or nothing where there is another letter among them.
std::optional<std::string> bytesOfLetters(std::string_view letters);

} // namespace text
