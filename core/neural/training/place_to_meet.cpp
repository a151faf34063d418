// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/training/place_to_meet.h"

#include <cerrno>
#include <memory>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace neural {

namespace {

class Socket {
public:
    explicit Socket(const addrinfo& place)
        : descriptor_(::socket(place.ai_family,
                               place.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, // NOLINT
                               place.ai_protocol)) {}
    ~Socket() {
        if (descriptor_ >= 0)
            ::close(descriptor_);
    }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    bool connects(const addrinfo& place, std::chrono::milliseconds time) const {
        if (descriptor_ < 0)
            return false;
        if (::connect(descriptor_, place.ai_addr, place.ai_addrlen) == 0)
            return true;
        pollfd writable{descriptor_, POLLOUT, 0};
        if (errno != EINPROGRESS || ::poll(&writable, 1, static_cast<int>(time.count())) != 1)
            return false;
        int failure = 0;
        socklen_t size = sizeof failure;
        return ::getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &failure, &size) == 0 &&
               failure == 0;
    }

private:
    int descriptor_;
};

} // namespace

bool somebodyListens(const std::string& address, std::uint16_t port,
                     std::chrono::milliseconds time) {
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &wanted, &found) != 0)
        return false; // a name that may be known later
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> places(found, &::freeaddrinfo);
    for (const addrinfo* place = found; place; place = place->ai_next)
        if (Socket(*place).connects(*place, time))
            return true;
    return false;
}

} // namespace neural
