// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file_failure.h"

#include "core/base/error.h"

#include <cerrno>
#include <string>
#include <system_error>

namespace base {
namespace {

std::string reasonText(int reason) {
    return std::generic_category().message(reason);
}

} // namespace

void failToOpen(const std::filesystem::path& path, int reason) {
    switch (reason) {
    case ENOENT:
    case ENOTDIR:
        throw FileError({NG_TEXT("core", "The file {0} is not there. Check its name, or whether "
                                         "its disk is connected."),
                         {path.string()}});
    case EACCES:
    case EPERM:
        throw FileError({NG_TEXT("core", "The file {0} may not be opened by you. Change its "
                                         "permissions, or choose another file."),
                         {path.string()}});
    case EISDIR:
        throw FileError({NG_TEXT("core", "{0} is a folder. Choose a file."), {path.string()}});
    case EINVAL:
        throw FileError({NG_TEXT("core", "{0} is a device or a pipe. Choose an ordinary file."),
                         {path.string()}});
    default:
        throw FileError({NG_TEXT("core", "The file {0} cannot be opened: {1}. Try again, or choose "
                                         "another file."),
                         {path.string(), reasonText(reason)}});
    }
}

void failToRead(const std::filesystem::path& path, int reason) {
    throw FileError({NG_TEXT("core", "The file {0} cannot be read: {1}. Check the disk that it is "
                                     "on, then try again."),
                     {path.string(), reasonText(reason)}});
}

void failToWrite(const std::filesystem::path& path, int reason) {
    switch (reason) {
    case ENOSPC:
    case EDQUOT:
        throw FileError({NG_TEXT("core", "The file {0} cannot be written: {1}. Free some space on "
                                         "the disk, then try again."),
                         {path.string(), reasonText(reason)}});
    case EFBIG:
        throw FileError({NG_TEXT("core", "The file {0} cannot be written: {1}. Choose a disk or a "
                                         "limit that allows larger files, then try again."),
                         {path.string(), reasonText(reason)}});
    case EACCES:
    case EPERM:
    case EROFS:
        throw FileError({NG_TEXT("core", "The file {0} cannot be written: {1}. Change the "
                                         "permissions of its folder, or choose another folder."),
                         {path.string(), reasonText(reason)}});
    case ENOENT:
    case ENOTDIR:
        throw FileError({NG_TEXT("core", "The file {0} cannot be written: its folder is not there. "
                                         "Make the folder, or choose another one."),
                         {path.string()}});
    default:
        throw FileError({NG_TEXT("core", "The file {0} cannot be written: {1}. Choose another "
                                         "place, then try again."),
                         {path.string(), reasonText(reason)}});
    }
}

} // namespace base
