// SPDX-License-Identifier: GPL-3.0-or-later
// Making models of models, from the menu: estimators, pruning, mixing, ARPA out and in.
#include "app/ngrams/mix_dialog.h"
#include "app/ngrams/model_menu.h"
#include "app/ngrams/prune_dialog.h"
#include "app/window/explanation_tree.h"
#include "app/window/workspace.h"
#include "core/tasks/import_corpus.h"
#include "core/tasks/open_model.h"
#include "core/tasks/train_ngram.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFile>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

class TestModelMenu : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QVERIFY(folder_.isValid());
        QFile text(folder_.filePath("text.txt"));
        QVERIFY(text.open(QIODevice::WriteOnly));
        text.write("the cat sat\nthe dog sat\na cat ran\nthe cat ran away\n");
        text.close();
        library_ = folder_.filePath("library").toStdString();
        base::NoProgress progress;
        tasks::ImportRequest request;
        request.library = library_;
        request.paths = {folder_.filePath("text.txt").toStdString()};
        const auto corpus = tasks::importCorpus(request, [](std::int64_t) {}, progress, {});
        for (const char* name : {"mle", "witten-bell"}) {
            tasks::NgramRequest ngram;
            ngram.library = library_;
            ngram.corpora = {corpus.id};
            ngram.order = 3;
            ngram.estimator = {name};
            ngram.name = name;
            models_.push_back(tasks::trainNgram(ngram, progress, {}).id);
        }
        workspace_ = std::make_unique<window::Workspace>(library_);
        menu_ = std::make_unique<ngrams::ModelMenu>(*workspace_);
        menu_->setModel(models_[1]);
        menu_->show();
        QVERIFY(QTest::qWaitForWindowExposed(menu_.get()));
    }

    void anotherEstimator() {
        menu_->askEstimator();
        auto* dialog = menu_->findChild<QInputDialog*>();
        QVERIFY(dialog != nullptr);
        QSignalSpy made(menu_.get(), &ngrams::ModelMenu::made);
        dialog->setTextValue("Kneser-Ney");
        QTest::keyClick(dialog, Qt::Key_Return);
        QVERIFY(made.wait());
        const auto model = opened(made);
        QCOMPARE(model->estimatorSpec().name, std::string("kneser-ney"));
    }

    void prunes() {
        menu_->askPruning();
        auto* dialog = menu_->findChild<ngrams::PruneDialog*>();
        QVERIFY(dialog != nullptr);
        auto* button = buttonOf(dialog, "Prune");
        QVERIFY(!button->isEnabled()); // nothing is said yet
        auto* counts = dialog->findChild<QLineEdit*>("counts");
        QTest::keyClicks(counts, "0,x");
        QVERIFY(!button->isEnabled());
        counts->clear();
        QTest::keyClicks(counts, "0, 0, 1");
        QVERIFY(button->isEnabled());
        QSignalSpy made(menu_.get(), &ngrams::ModelMenu::made);
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(made.wait());
        const auto model = opened(made);
        QVERIFY(!model->hasCounts());
        const auto whole =
            tasks::openNgramModel(library_, workspace_->library().models().get(models_[1]));
        QVERIFY(model->trie().size(3) < whole->trie().size(3));
    }

    /// The slider changes the perplexity that is shown; the best weight's is the least.
    void mixes() {
        ngrams::MixDialog dialog(*workspace_, models_[1]);
        dialog.show();
        auto* second = dialog.findChild<QComboBox*>("second");
        second->setCurrentIndex(second->findText("mle"));
        auto* figures = dialog.findChild<QLabel*>("figures");
        auto* best = dialog.findChild<QPushButton*>("best");
        QVERIFY(!best->isEnabled());
        QTest::keyClicks(dialog.findChild<QPlainTextEdit*>("text"), "the cat sat");
        QTRY_VERIFY(best->isEnabled());
        const QString before = figures->text();
        auto* slider = dialog.findChild<QSlider*>();
        QTest::keyClick(slider, Qt::Key_PageUp);
        auto* weight = dialog.findChild<QDoubleSpinBox*>("weight");
        QVERIFY(std::abs(weight->value() - 0.55) < 1e-9);
        QVERIFY(figures->text() != before);
        QTest::mouseClick(best, Qt::LeftButton);
        // Maximum likelihood has seen just this text.
        QVERIFY(weight->value() < 0.5);
        QCOMPARE(dialog.spec().second, models_[0]);
    }

    void mixesFromTheMenu() {
        menu_->askMixing();
        auto* dialog = menu_->findChild<ngrams::MixDialog*>();
        QVERIFY(dialog != nullptr);
        QSignalSpy made(menu_.get(), &ngrams::ModelMenu::made);
        QTest::mouseClick(buttonOf(dialog, "Mix"), Qt::LeftButton);
        QVERIFY(made.wait());
        QCOMPARE(workspace_->library().models().get(made[0][0].toLongLong()).kind,
                 std::string("mixture"));
    }

    void arpaOutAndIn() {
        const QString path = folder_.filePath("out.arpa.gz");
        menu_->exportArpa(path);
        QTRY_VERIFY(QFile::exists(path));
        QSignalSpy made(menu_.get(), &ngrams::ModelMenu::made);
        menu_->importArpa(path);
        QVERIFY(made.wait());
        QCOMPARE(opened(made)->order(), 3U);
    }

    void saysWhatFails() {
        QSignalSpy errors(workspace_.get(), &window::Workspace::errorReported);
        menu_->importArpa(folder_.filePath("text.txt"));
        QVERIFY(errors.wait());
        QVERIFY(errors[0][0].toString().contains("text.txt"));
        menu_->importCounts({folder_.filePath("text.txt")});
        QVERIFY(errors.wait());
    }

    /// Each history's line opens into its symbols, the shorter history among them, down to the
    /// uniform distribution; choosing a line says its n-gram.
    void explains() {
        const auto model =
            tasks::openNgramModel(library_, workspace_->library().models().get(models_[1]));
        const auto tokens = model->tokenizer().encode("the cat sat");
        const auto explanation = model->explain(std::span(tokens).first(2), tokens[2]);
        window::ExplanationTree tree;
        tree.show(explanation);
        QCOMPARE(tree.topLevelItemCount(), 1);
        auto* item = tree.topLevelItem(0);
        QVERIFY(item->isExpanded());
        QVERIFY(item->text(2).contains("="));
        std::size_t levels = 1;
        for (auto* next = item; next != nullptr; ++levels) {
            QTreeWidgetItem* found = nullptr;
            for (int i = 0; i < next->childCount(); ++i) {
                QVERIFY(!next->child(i)->text(1).isEmpty());
                QVERIFY(!next->child(i)->text(2).isEmpty());
                if (next->child(i)->childCount() > 0)
                    found = next->child(i);
            }
            if (found == nullptr)
                break;
            next = found;
        }
        QCOMPARE(levels, explanation.levels.size());
        QSignalSpy chosen(&tree, &window::ExplanationTree::ngramChosen);
        tree.setCurrentItem(item);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].value<std::vector<text::TokenId>>(), tokens);
    }

    void formulas_data() {
        QTest::addColumn<QString>("formula");
        QTest::addColumn<QString>("numbers");
        QTest::newRow("longest name first") << "(c - D) / Σc(h •) + γ P′"
                                            << "(5 - 0.5) / 9 + 0.25 × 0.1";
        QTest::newRow("product") << "T P′ / (C(h) + T)"
                                 << "3 × 0.1 / (7 + 3)";
        QTest::newRow("before a bracket") << "λ C / C(h) + (1 - λ) P′"
                                          << "0.75 × 2 / 7 + (1 - 0.75) × 0.1";
    }
    void formulas() {
        QFETCH(QString, formula);
        QFETCH(QString, numbers);
        QCOMPARE(window::formulaInNumbers(formula, {{"c", 5},
                                                    {"D", 0.5},
                                                    {"Σc(h •)", 9},
                                                    {"γ", 0.25},
                                                    {"P′", 0.1},
                                                    {"T", 3},
                                                    {"C", 2},
                                                    {"C(h)", 7},
                                                    {"λ", 0.75}}),
                 numbers);
    }

private:
    static QPushButton* buttonOf(QDialog* dialog, const QString& text) {
        for (auto* button : dialog->findChildren<QPushButton*>())
            if (button->text().remove('&') == text)
                return button;
        return nullptr;
    }
    std::shared_ptr<const ngram::NgramModel> opened(const QSignalSpy& made) {
        return tasks::openNgramModel(library_,
                                     workspace_->library().models().get(made[0][0].toLongLong()));
    }

    QTemporaryDir folder_;
    std::filesystem::path library_;
    std::vector<std::int64_t> models_;
    std::unique_ptr<window::Workspace> workspace_;
    std::unique_ptr<ngrams::ModelMenu> menu_;
};

QTEST_MAIN(TestModelMenu)
#include "tst_model_menu.moc"
