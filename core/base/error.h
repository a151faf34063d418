// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"

#include <exception>
#include <string>
#include <utility>

// Header-only and of default visibility, so that an error thrown in the neural module is caught by
// its type in the program that loaded the module.
#define NG_EXPORTED_TYPE __attribute__((visibility("default")))

namespace base {

/// Every failure that core reports: what happened, to which file and where in it, what to do next.
class NG_EXPORTED_TYPE Error : public std::exception {
public:
    explicit Error(Message message) : message_(std::move(message)), text_(message_.english()) {}
    const char* what() const noexcept override { return text_.c_str(); }
    const Message& message() const noexcept { return message_; }

private:
    Message message_;
    std::string text_;
};

/// A file or folder cannot be opened, read, written, or changed while it was read.
class NG_EXPORTED_TYPE FileError : public Error {
public:
    using Error::Error;
};

/// A file is not what it should be: binary instead of text, damaged, of a newer version.
class NG_EXPORTED_TYPE FormatError : public Error {
public:
    using Error::Error;
};

/// What was asked for cannot be done with these values: an order of 0, an unknown name.
class NG_EXPORTED_TYPE InputError : public Error {
public:
    using Error::Error;
};

/// The library refuses: made by a newer version, locked, damaged, a name that is taken.
class NG_EXPORTED_TYPE LibraryError : public Error {
public:
    using Error::Error;
};

/// A training run cannot go on: the loss is no number, there is too little text, LibTorch failed.
class NG_EXPORTED_TYPE TrainingError : public Error {
public:
    using Error::Error;
};

/// Not a failure: the person asked to stop. Never reported as an error.
class NG_EXPORTED_TYPE Cancelled : public std::exception {
public:
    const char* what() const noexcept override { return "cancelled"; }
};

} // namespace base
