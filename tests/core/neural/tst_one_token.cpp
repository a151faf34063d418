// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/compute_threads.h"
#include "core/neural/layers/attention.h"
#include "core/neural/operators/growing.h"
#include "core/neural/operators/one_token.h"

#include <QTest>

#include <thread>

using namespace neural;

namespace {

at::Tensor normal(std::vector<std::int64_t> shape, std::uint64_t seed) {
    return at::empty(shape, floats()).normal_(0, 1, at::detail::createCPUGenerator(seed));
}

void compare(const at::Tensor& ours, const at::Tensor& plain, double tolerance) {
    QCOMPARE(ours.sizes(), plain.sizes());
    const double worst = (ours - plain).abs().max().item<double>();
    QVERIFY2(worst <= tolerance, qPrintable(QString("off by %1").arg(worst)));
}

} // namespace

class TestOneToken : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { prepareThisThread(); }
    void productIsThePlainOne_data();
    void productIsThePlainOne();
    void threadsMayComputeAtOnce();
    void attentionIsThePlainOne_data();
    void attentionIsThePlainOne();
    void latentAttentionIsThePlainOne_data();
    void latentAttentionIsThePlainOne();
    void appendingIsConcatenating();
    void placesAreNotCopiedEachTime();
    void copiesGoTheirOwnWays();
    void recordedGradientsPassThrough();
};

void TestOneToken::productIsThePlainOne_data() {
    QTest::addColumn<int>("out");
    QTest::addColumn<int>("in");
    QTest::newRow("one number") << 1 << 1;
    QTest::newRow("no multiple of a vector") << 7 << 13;
    QTest::newRow("on one core") << 64 << 128;
    QTest::newRow("on all cores") << 1031 << 517;
}

void TestOneToken::productIsThePlainOne() {
    QFETCH(int, out);
    QFETCH(int, in);
    const c10::NoGradGuard guard;
    const at::Tensor x = normal({1, 1, in}, 1);
    const at::Tensor weight = normal({out, in}, 2);
    const at::Tensor bias = normal({out}, 3);
    compare(productOfOne(x, weight, bias), at::linear(x, weight, bias), 1e-4);
    compare(productOfOne(x, weight, {}), at::linear(x, weight), 1e-4);
    // Some rows of a larger one.
    const at::Tensor some = weight.narrow(0, out / 2, out - out / 2);
    compare(productOfOne(x, some, {}), at::linear(x, some), 1e-4);
}

void TestOneToken::threadsMayComputeAtOnce() {
    const at::Tensor weight = normal({1024, 512}, 2);
    const at::Tensor x = normal({1, 512}, 1);
    const c10::NoGradGuard guard;
    const at::Tensor alone = productOfOne(x, weight, {});
    std::vector<at::Tensor> products(4);
    {
        std::vector<std::jthread> threads;
        for (at::Tensor& product : products)
            threads.emplace_back([&] {
                const c10::NoGradGuard ofThread;
                for (int i = 0; i < 50; ++i)
                    product = productOfOne(x, weight, {});
            });
    }
    for (const at::Tensor& product : products)
        QVERIFY(at::equal(product, alone)); // to the bit, whoever had the cores
}

void TestOneToken::attentionIsThePlainOne_data() {
    QTest::addColumn<int>("groups");
    QTest::addColumn<int>("seen");
    QTest::addColumn<bool>("biased");
    QTest::newRow("a key for each head") << 4 << 9 << false;
    QTest::newRow("heads share keys") << 2 << 50 << true;
    QTest::newRow("one key for all heads") << 1 << 1 << false;
    QTest::newRow("on all cores") << 4 << 6001 << true;
}

void TestOneToken::attentionIsThePlainOne() {
    QFETCH(int, groups);
    QFETCH(int, seen);
    QFETCH(bool, biased);
    const at::Tensor q = normal({1, 4, 1, 8}, 1);
    const at::Tensor k = normal({1, groups, seen, 8}, 2);
    // As a projection leaves them: the places of a group do not follow one another.
    const at::Tensor v = normal({1, seen, groups, 6}, 3).transpose(1, 2);
    View view;
    if (biased)
        view.bias = normal({4, 1, seen}, 4);
    const at::Tensor plain = weighedValues(q, k, v, 0.4, view); // records gradients
    const c10::NoGradGuard guard;
    compare(attentionOfOne(q, k, v, 0.4, view.bias), plain, 1e-5);
    compare(weighedValues(q, k, v, 0.4, view), plain, 1e-5);
}

void TestOneToken::latentAttentionIsThePlainOne_data() {
    QTest::addColumn<int>("seen");
    QTest::addColumn<bool>("biased");
    QTest::newRow("one place") << 1 << false;
    QTest::newRow("no multiple of four") << 51 << true;
    QTest::newRow("on all cores") << 6001 << true;
}

/// The plain one makes the keys and values of all places from their latents.
void TestOneToken::latentAttentionIsThePlainOne() {
    QFETCH(int, seen);
    QFETCH(bool, biased);
    constexpr int heads = 4;
    constexpr int width = 8;
    constexpr int rank = 12;
    constexpr int turned = 6;
    const at::Tensor q = normal({1, heads, 1, width + turned}, 1);
    // As a projection leaves them: latent and turned key of a place beside one another.
    const at::Tensor places = normal({1, 1, seen, rank + turned}, 2);
    const at::Tensor latents = places.narrow(3, 0, rank);
    const at::Tensor turnedKeys = places.narrow(3, rank, turned);
    const at::Tensor up = normal({heads * 2 * width, rank}, 3);
    View view;
    if (biased)
        view.bias = normal({heads, 1, seen}, 4);
    const at::Tensor keyValue =
        at::linear(latents[0], up).reshape({1, seen, heads, 2 * width}).transpose(1, 2);
    const at::Tensor k =
        at::cat({keyValue.narrow(3, 0, width), turnedKeys.expand({1, heads, seen, turned})}, 3);
    const at::Tensor plain = weighedValues(q, k, keyValue.narrow(3, width, width), 0.2, view);
    const c10::NoGradGuard guard;
    compare(latentAttentionOfOne(q, latents, turnedKeys, up, 0.2, view.bias), plain, 2e-5);
}

void TestOneToken::appendingIsConcatenating() {
    const c10::NoGradGuard guard;
    const at::Tensor all = normal({2, 3, 300, 5}, 1);
    at::Tensor grown;
    std::int64_t place = 0;
    for (const std::int64_t count : {1, 1, 7, 1, 64, 1, 100, 1, 124}) {
        grown = appended(grown, all.narrow(2, place, count));
        place += count;
        QVERIFY(at::equal(grown, all.narrow(2, 0, place)));
    }
    QCOMPARE(place, std::int64_t{300});
}

void TestOneToken::placesAreNotCopiedEachTime() {
    const c10::NoGradGuard guard;
    const at::Tensor more = normal({1, 2, 1, 4}, 1);
    at::Tensor grown = appended(more, more);
    int copies = 0;
    for (int i = 0; i < 1000; ++i) {
        const at::Tensor next = appended(grown, more);
        copies += next.data_ptr() != grown.data_ptr() ? 1 : 0;
        grown = next;
    }
    QVERIFY2(copies <= 5, qPrintable(QString::number(copies)));
}

void TestOneToken::copiesGoTheirOwnWays() {
    const c10::NoGradGuard guard;
    const at::Tensor one = normal({1, 2, 1, 4}, 1);
    const at::Tensor two = normal({1, 2, 1, 4}, 2);
    const at::Tensor start = appended(one, one);
    const at::Tensor left = appended(start, one);
    const at::Tensor right = appended(start, two);
    QVERIFY(at::equal(left, at::cat({one, one, one}, 2)));
    QVERIFY(at::equal(right, at::cat({one, one, two}, 2)));
    QVERIFY(at::equal(appended(left, two), at::cat({one, one, one, two}, 2)));
    QVERIFY(at::equal(start, at::cat({one, one}, 2)));
    // What is left of a longer one, too.
    QVERIFY(at::equal(appended(left.narrow(2, 0, 1), two), at::cat({one, two}, 2)));
    QVERIFY(at::equal(left, at::cat({one, one, one}, 2)));
}

void TestOneToken::recordedGradientsPassThrough() {
    const at::Tensor one = normal({1, 2, 1, 4}, 1).requires_grad_(true);
    const at::Tensor two = normal({1, 2, 1, 4}, 2).requires_grad_(true);
    (appended(appended({}, one), two) * 3).sum().backward();
    QVERIFY(at::equal(one.grad(), at::full_like(one, 3)));
    QVERIFY(at::equal(two.grad(), at::full_like(two, 3)));
}

QTEST_GUILESS_MAIN(TestOneToken)
#include "tst_one_token.moc"
