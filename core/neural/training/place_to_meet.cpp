// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/training/place_to_meet.h"

#include <array>
#include <cerrno>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace neural {

namespace {

/// What there is at an address and port.
class Places {
public:
    Places(const std::string& address, std::uint16_t port, int kind) {
        addrinfo wanted{};
        wanted.ai_socktype = kind;
        if (::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &wanted, &first_) != 0)
            first_ = nullptr; // a name that may be known later
    }
    ~Places() {
        if (first_)
            ::freeaddrinfo(first_);
    }
    Places(const Places&) = delete;
    Places& operator=(const Places&) = delete;

    const addrinfo* first() const { return first_; }

private:
    addrinfo* first_ = nullptr;
};

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

    /// This end's address, once it connects; "" where that cannot be told.
    std::string ownAddress() const {
        sockaddr_storage own{};
        socklen_t size = sizeof own;
        auto* address = reinterpret_cast<sockaddr*>(&own);
        std::array<char, NI_MAXHOST> text{};
        if (::getsockname(descriptor_, address, &size) != 0 ||
            ::getnameinfo(address, size, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) != 0)
            return {};
        return text.data();
    }

private:
    int descriptor_;
};

} // namespace

bool somebodyListens(const std::string& address, std::uint16_t port,
                     std::chrono::milliseconds time) {
    const Places places(address, port, SOCK_STREAM);
    for (const addrinfo* place = places.first(); place; place = place->ai_next)
        if (Socket(*place).connects(*place, time))
            return true;
    return false;
}

std::string addressTowards(const std::string& address, std::uint16_t port) {
    // Nothing is sent: such a socket is told its way alone.
    const Places places(address, port, SOCK_DGRAM);
    for (const addrinfo* place = places.first(); place; place = place->ai_next) {
        const Socket socket(*place);
        if (socket.connects(*place, std::chrono::milliseconds(0)))
            if (std::string own = socket.ownAddress(); !own.empty())
                return own;
    }
    return {};
}

} // namespace neural
