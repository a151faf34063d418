// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/training/place_to_meet.h"

#include <QTest>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace neural;

class TestPlaceToMeet : public QObject {
    Q_OBJECT
private slots:
    void listenersAreFound();
    void ownAddressIsTheOneOnTheWay();
};

void TestPlaceToMeet::listenersAreFound() {
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    QCOMPARE(::bind(listener, generic, size), 0);
    QCOMPARE(::getsockname(listener, generic, &size), 0);
    const std::uint16_t port = ntohs(address.sin_port);
    constexpr std::chrono::milliseconds time(500);
    QVERIFY(!somebodyListens("127.0.0.1", port, time));
    QCOMPARE(::listen(listener, 1), 0);
    QVERIFY(somebodyListens("127.0.0.1", port, time));
    QVERIFY(!somebodyListens("no such name.invalid", port, time));
    ::close(listener);
}

void TestPlaceToMeet::ownAddressIsTheOneOnTheWay() {
    // Whatever this machine calls itself, it is reached from there by this.
    QCOMPARE(addressTowards("127.0.0.1", 29500), std::string("127.0.0.1"));
    QCOMPARE(addressTowards("127.0.0.7", 29500), std::string("127.0.0.1"));
    QCOMPARE(addressTowards("no such name.invalid", 29500), std::string());
}

QTEST_APPLESS_MAIN(TestPlaceToMeet)
#include "tst_place_to_meet.moc"
