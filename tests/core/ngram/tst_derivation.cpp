// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/derivation.h"
#include "core/ngram/look_up.h"
#include "tests/core/ngram/small_model.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <random>

/// Every parameter in an explanation comes from numbers that give it.
class TestDerivation : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    int files_ = 0;

    ngram::NgramModel train(const ngram::EstimatorSpec& spec, unsigned sentences = 400) {
        std::mt19937 random(2);
        std::vector<std::string> lines(sentences);
        for (auto& line : lines)
            for (int i = 0; i < 8; ++i)
                line += "w" + std::to_string(random() % 60 * (random() % 60) / 60) + " ";
        return SmallCorpus(lines).train(folder_.filePath(QString::number(++files_)).toStdString(),
                                        3, spec);
    }
    static double value(const std::vector<lm::Symbol>& symbols, const std::string& name) {
        for (const auto& symbol : symbols)
            if (symbol.name == name)
                return symbol.value;
        return std::nan("");
    }
    static bool same(double a, double b) { return std::abs(a - b) < 1e-9; }

    /// What a formula comes to with its symbols' numbers.
    static double worth(const ngram::Derivation& found) {
        const auto of = [&](const char* name) { return value(found.symbols, name); };
        const std::string& formula = found.formula;
        if (formula == "n1 / (n1 + 2 n2)")
            return of("n1") / (of("n1") + 2 * of("n2"));
        if (formula == "1 - 2 Y n2 / n1")
            return 1 - 2 * of("Y") * of("n2") / of("n1");
        if (formula == "2 - 3 Y n3 / n2")
            return 2 - 3 * of("Y") * of("n3") / of("n2");
        if (formula == "3 - 4 Y n4 / n3")
            return 3 - 4 * of("Y") * of("n4") / of("n3");
        if (formula == "(D1 N1 + D2 N2 + D3+ N3+) / Σc(h •)")
            return (of("D1") * of("N1") + of("D2") * of("N2") + of("D3+") * of("N3+")) /
                   of("Σc(h •)");
        if (formula == "(r* / C - A) / (1 - A)")
            return (of("r*") / of("C") - of("A")) / (1 - of("A"));
        if (formula == "(C - 1/2) / C")
            return (of("C") - 0.5) / of("C");
        if (formula == "(1 - ΣP) / (1 - ΣP′)")
            return (1 - of("ΣP")) / (1 - of("ΣP′"));
        return value(found.symbols, formula); // a symbol that is another's
    }

private slots:
    void formulasGiveTheNumbers_data() {
        QTest::addColumn<QString>("estimator");
        QTest::addColumn<QStringList>("symbols");
        QTest::newRow("kneser-ney") << "kneser-ney" << QStringList{"D", "D1", "γ"};
        QTest::newRow("modified") << "modified-kneser-ney"
                                  << QStringList{"D", "D1", "D2", "D3+", "γ"};
        QTest::newRow("absolute") << "absolute" << QStringList{"D"};
        QTest::newRow("good-turing") << "good-turing" << QStringList{"d", "α"};
    }
    void formulasGiveTheNumbers() {
        QFETCH(QString, estimator);
        QFETCH(QStringList, symbols);
        const auto model = train({estimator.toStdString()});
        QSet<QString> derived;
        for (std::uint32_t history = 3; history < 30; ++history) {
            for (std::uint32_t next = 3; next < 50; ++next) {
                const std::vector<text::TokenId> before{text::tokenId(4), text::tokenId(history)};
                const auto explanation = model.explain(before, text::tokenId(next));
                for (const auto& level : explanation.levels) {
                    for (const auto& symbol : level.symbols) {
                        const auto found = ngram::derive(model, level, symbol.name);
                        if (!found || found->formula.empty())
                            continue;
                        derived.insert(QString::fromStdString(symbol.name));
                        QVERIFY2(same(worth(*found), symbol.value),
                                 (symbol.name + " = " + found->formula).c_str());
                        for (const auto& inner : found->symbols)
                            if (inner.name == "Y")
                                QVERIFY(
                                    same(worth(*ngram::derive(model, level, "Y")), inner.value));
                    }
                }
            }
        }
        for (const QString& symbol : symbols)
            QVERIFY2(derived.contains(symbol), qPrintable(symbol));
    }

    void wordsWhereThereIsNoFormula() {
        const std::vector<text::TokenId> before{text::tokenId(3)};
        const auto words = [&](const ngram::NgramModel& model, const char* symbol) {
            const auto explanation = model.explain(before, text::tokenId(4));
            const auto found = ngram::derive(model, explanation.levels.front(), symbol);
            return found ? found->words.english() : std::string();
        };
        QCOMPARE(words(train({"stupid-backoff"}), "α"),
                 std::string("a number set by hand, the same everywhere"));
        auto byHand = ngram::EstimatorSpec{"absolute"};
        byHand.discounts = {{0.25}};
        QCOMPARE(words(train(byHand), "D"), std::string("set by hand"));
        // One sentence has too few counts for an estimate.
        QVERIFY(words(train({"modified-kneser-ney"}, 1), "D1").starts_with("the fall-back"));
        QVERIFY(words(train({"kneser-ney"}, 1), "D1").starts_with("the fall-back"));
        const auto jelinekMercer = train({"jelinek-mercer"});
        const auto count = ngram::lookUpHistory(jelinekMercer.counts(), before);
        std::uint64_t least = 1;
        while (2 * least <= count)
            least *= 2;
        QCOMPARE(words(jelinekMercer, "λ"),
                 fmt::format("estimated for all histories of this length that were followed {} to "
                             "{} times",
                             least, 2 * least - 1));
        // A count needs no derivation, and a table of probabilities has none to give.
        QVERIFY(words(jelinekMercer, "C").empty());
    }
};

QTEST_GUILESS_MAIN(TestDerivation)
#include "tst_derivation.moc"
