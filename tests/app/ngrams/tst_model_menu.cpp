// SPDX-License-Identifier: GPL-3.0-or-later
// Making models of models, from the menu: estimators, pruning, mixing, ARPA out and in.
#include "app/ngrams/description_tab.h"
#include "app/ngrams/division.h"
#include "app/ngrams/estimator_dialog.h"
#include "app/ngrams/mix_dialog.h"
#include "app/ngrams/model_menu.h"
#include "app/ngrams/ngrams_page.h"
#include "app/ngrams/prune_dialog.h"
#include "app/ngrams/train_form.h"
#include "app/plot/bar_plot.h"
#include "app/window/explanation_panel.h"
#include "app/window/explanation_tree.h"
#include "app/window/table_view.h"
#include "app/window/workspace.h"
#include "core/tasks/import_corpus.h"
#include "core/tasks/open_model.h"
#include "core/tasks/reestimate.h"
#include "core/tasks/train_ngram.h"
#include "tests/app/support/accessibility.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSlider>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

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
        auto* dialog = menu_->findChild<ngrams::EstimatorDialog*>();
        QVERIFY(dialog != nullptr);
        auto* estimator = dialog->findChild<QComboBox*>("estimator");
        QCOMPARE(estimator->currentText(), "Modified Kneser-Ney");
        QVERIFY(QTest::qWaitForWindowExposed(dialog));
        QCOMPARE(support::unnamedWidgets(*dialog), QStringList());
        QTest::keyClicks(estimator, "Kneser");
        QCOMPARE(estimator->currentText(), "Kneser-Ney");
        QCOMPARE(dialog->findChild<QLineEdit*>("name")->placeholderText(),
                 "witten-bell kneser-ney");
        QSignalSpy made(menu_.get(), &ngrams::ModelMenu::made);
        QTest::keyClick(dialog, Qt::Key_Return);
        QVERIFY(made.wait());
        QCOMPARE(opened(made)->estimatorSpec(), ngram::EstimatorSpec{"kneser-ney"});
        QTRY_VERIFY(menu_->findChild<ngrams::EstimatorDialog*>() == nullptr);
    }

    /// Each estimator's parameters are set by hand, as on the command line; what is not, is left to
    /// the counts.
    void setsParameters_data() {
        QTest::addColumn<QString>("title");
        QTest::addColumn<QStringList>("values"); // "symbol=number"
        QTest::addColumn<QString>("json");
        QTest::newRow("nothing to set")
            << "Witten-Bell" << QStringList() << R"({"name":"witten-bell"})";
        QTest::newRow("k") << "Add-k" << QStringList{"k=0.25"} << R"({"k":0.25,"name":"add-k"})";
        QTest::newRow("lambda") << "Jelinek-Mercer" << QStringList{"λ=0.75"}
                                << R"({"lambda":0.75,"name":"jelinek-mercer"})";
        QTest::newRow("one discount") << "Absolute discounting" << QStringList{"D=0.25"}
                                      << R"({"discounts":[[0.25]],"name":"absolute"})";
        QTest::newRow("three discounts")
            << "Modified Kneser-Ney" << QStringList{"D1=0.25", "D2=1.25", "D3+=1.75"}
            << R"({"discounts":[[0.25,1.25,1.75]],"name":"modified-kneser-ney"})";
        QTest::newRow("alpha") << "Stupid back-off" << QStringList{"α=0.25"}
                               << R"({"alpha":0.25,"name":"stupid-backoff"})";
    }
    void setsParameters() {
        QFETCH(QString, title);
        QFETCH(QStringList, values);
        QFETCH(QString, json);
        menu_->askEstimator();
        auto* dialog = menu_->findChild<ngrams::EstimatorDialog*>();
        QVERIFY(QTest::qWaitForWindowExposed(dialog));
        auto* estimator = dialog->findChild<QComboBox*>("estimator");
        estimator->setCurrentIndex(estimator->findText(title));
        auto* byHand = dialog->findChild<QCheckBox*>("by-hand");
        QCOMPARE(byHand->isVisible(),
                 title != "Witten-Bell" && title != "Add-k" && title != "Stupid back-off");
        for (const QString& value : values) {
            QDoubleSpinBox* number = nullptr;
            for (auto* each : dialog->findChildren<QDoubleSpinBox*>())
                if (each->accessibleName() == title + ", " + value.section('=', 0, 0))
                    number = each;
            QVERIFY(number != nullptr && number->isVisible());
            if (byHand->isVisible() && !byHand->isChecked()) {
                QVERIFY(!number->isEnabled());
                QVERIFY(dialog->spec().discounts.empty() && !dialog->spec().lambda);
                QTest::mouseClick(byHand, Qt::LeftButton, {}, {5, byHand->height() / 2});
            }
            QVERIFY(number->isEnabled());
            QVERIFY(number->height() >= number->minimumSizeHint().height()); // not squeezed
            number->selectAll();
            QTest::keyClicks(number, value.section('=', 1));
        }
        QTest::keyClicks(dialog->findChild<QLineEdit*>("name"), "by hand");
        QSignalSpy made(menu_.get(), &ngrams::ModelMenu::made);
        QTest::mouseClick(buttonOf(dialog, "Make"), Qt::LeftButton);
        QVERIFY(made.wait());
        QCOMPARE(QString::fromStdString(nlohmann::json(opened(made)->estimatorSpec()).dump()),
                 json);
        const auto entry = workspace_->library().models().get(made[0][0].toLongLong());
        QCOMPARE(entry.name, std::string("by hand"));
        workspace_->library().models().remove(entry.id);
        QTRY_VERIFY(menu_->findChild<ngrams::EstimatorDialog*>() == nullptr);
    }

    /// The same rows stand in the form that trains.
    void trainsWithParameters() {
        ngrams::TrainForm form(*workspace_);
        form.show();
        QVERIFY(QTest::qWaitForWindowExposed(&form));
        auto* estimator = form.findChild<QComboBox*>("estimator");
        estimator->setCurrentIndex(estimator->findText("Kneser-Ney"));
        QTest::keyClick(form.findChild<QCheckBox*>("by-hand"), Qt::Key_Space);
        auto* slider = form.findChild<QWidget*>("kneser-ney-D")->findChild<QSlider*>();
        QVERIFY(slider->isVisible());
        QTest::keyClick(slider, Qt::Key_End);
        QCOMPARE(form.request().estimator.discounts, (std::vector<std::vector<double>>{{1}}));
        QTest::keyClick(form.findChild<QCheckBox*>("by-hand"), Qt::Key_Space);
        QCOMPARE(form.request().estimator, ngram::EstimatorSpec{"kneser-ney"});
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
        QTest::keyClick(counts, Qt::Key_Return); // prunes, though the button could not be pressed
        QVERIFY(made.wait());
        const auto model = opened(made);
        QVERIFY(!model->hasCounts());
        // Its rows say why there are no counts.
        const ngrams::OpenTable table(workspace_->library().models().get(made[0][0].toLongLong()),
                                      model);
        const auto tokens = model->tokenizer().encode("the cat");
        const QString said = ngrams::divisionText(
            table, ngrams::rowOf(*model, std::span(tokens).first(1), tokens[1]));
        QVERIFY2(QRegularExpression("^P = P\\(table\\) = 0\\.\\d{4}\n.*has no counts")
                     .match(said)
                     .hasMatch(),
                 qPrintable(said));
        offersWhatThereIs(made[0][0].toLongLong());
        const auto whole =
            tasks::openNgramModel(library_, workspace_->library().models().get(models_[1]));
        QVERIFY(model->trie().size(3) < whole->trie().size(3));
    }

    /// Where counts are too few to estimate a discount, the description says what was used.
    void describesFallBacks() {
        const auto made =
            tasks::reestimate(library_, models_[0], {"modified-kneser-ney"}, "smoothed");
        ngrams::DescriptionTab tab;
        tab.setModel(tasks::openNgramModel(library_, made).get());
        QCOMPARE(valueIn(tab, "Estimator"), "Modified Kneser-Ney");
        QCOMPARE(valueIn(tab, "Tokenizer"), "Words");
        QCOMPARE(valueIn(tab, "Discount, order 3 (fall-back: too few counts)"), "0.5, 1, 1.5");
        QVERIFY(tab.findChild<QLabel*>("description-note")->text().isEmpty());
        const auto* view = tab.findChild<window::TableView*>();
        QVERIFY(view->columnWidth(0) > view->fontMetrics().horizontalAdvance(
                                           "Discount, order 3 (fall-back: too few counts)"));
        const auto scores = tasks::reestimate(library_, models_[0], {"stupid-backoff"}, "scores");
        tab.setModel(tasks::openNgramModel(library_, scores).get());
        QVERIFY(tab.findChild<QLabel*>("description-note")->text().contains("no distribution"));
        ngrams::NgramsPage page(*workspace_);
        page.show();
        page.selectModel(scores.id);
        QTRY_VERIFY(page.findChild<plot::BarPlot*>()->caption().contains("no distribution"));
        menu_->setModel(made.id);
        menu_->askEstimator(); // something else than what it has
        auto* dialog = menu_->findChild<ngrams::EstimatorDialog*>();
        QCOMPARE(dialog->findChild<QComboBox*>("estimator")->currentText(), "Witten-Bell");
        QTest::keyClick(dialog, Qt::Key_Escape);
        menu_->setModel(models_[1]);
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
        // Perplexity with and without what neither knows, and why it is infinite.
        QVERIFY(!figures->text().contains("∞"));
        QTest::keyClicks(dialog.findChild<QPlainTextEdit*>("text"), " zebra");
        QTRY_VERIFY2(figures->text().contains("that neither knows (1)"),
                     qPrintable(figures->text()));
        QVERIFY2(figures->text().contains("the second model alone gives “<unk>” no probability"),
                 qPrintable(figures->text()));
    }

    /// What cannot be mixed is said, and cannot be asked for.
    void mixesOnlyWhatFits() {
        tasks::NgramRequest letters;
        letters.library = library_;
        letters.corpora = workspace_->library().models().get(models_[0]).corpora;
        letters.tokenizer.kind = text::TokenizerKind::Characters;
        letters.name = "letters";
        base::NoProgress progress;
        const auto made = tasks::trainNgram(letters, progress, {});
        {
            ngrams::MixDialog dialog(*workspace_, models_[1]);
            dialog.show();
            auto* second = dialog.findChild<QComboBox*>("second");
            second->setCurrentIndex(second->findText("letters"));
            QTest::keyClicks(dialog.findChild<QPlainTextEdit*>("text"), "the cat");
            QTRY_VERIFY(dialog.findChild<QLabel*>("figures")->text().contains("same tokenizer"));
            QVERIFY(!buttonOf(&dialog, "Mix")->isEnabled());
            second->setCurrentIndex(second->findText("mle"));
            QTRY_VERIFY(buttonOf(&dialog, "Mix")->isEnabled());
        }
        workspace_->library().models().remove(made.id);
    }

    void mixesFromTheMenu() {
        menu_->askMixing();
        auto* dialog = menu_->findChild<ngrams::MixDialog*>();
        QVERIFY(dialog != nullptr);
        QSignalSpy made(menu_.get(), &ngrams::ModelMenu::made);
        QTest::mouseClick(buttonOf(dialog, "Mix"), Qt::LeftButton);
        QVERIFY(made.wait());
        const auto mixture = workspace_->library().models().get(made[0][0].toLongLong());
        QCOMPARE(mixture.kind, std::string("mixture"));
        ngrams::DescriptionTab tab;
        tab.setModel(tasks::openModel(library_, mixture).get());
        QCOMPARE(valueIn(tab, "Weight of the first, λ"), "0.5");
        QCOMPARE(valueIn(tab, "First model: Estimator"), "Witten-Bell");
        QCOMPARE(valueIn(tab, "Second model: Order"), "3");
        QVERIFY(tab.findChild<QLabel*>("description-note")->text().contains("mixes two others"));
        // It is chosen on the page, which shows what a mixture can do.
        ngrams::NgramsPage page(*workspace_);
        page.show();
        page.selectModel(mixture.id);
        auto* tabs = page.findChild<QTabWidget*>();
        QTRY_VERIFY(!tabs->isTabVisible(0));
        QVERIFY(!tabs->isTabVisible(1) && !tabs->isTabVisible(3));
        auto* sentence = tabs->widget(2)->findChild<QLineEdit*>();
        QTest::keyClicks(sentence, "the cat");
        QTRY_VERIFY(page.findChild<QLabel*>("perplexity")->text().contains("over 3 tokens"));
        // A token opens into both models' arithmetic, and each n-gram into the lines of its corpus.
        QTest::keyClick(tabs->widget(2)->findChild<window::TableView*>(), Qt::Key_Down);
        QTest::keyClick(tabs->widget(2)->findChild<window::TableView*>(), Qt::Key_Down);
        auto* panel = visible<window::ExplanationPanel>(tabs->widget(2));
        QVERIFY(panel != nullptr);
        auto* tree = panel->findChild<window::ExplanationTree*>();
        QCOMPARE(tree->topLevelItemCount(), 1);
        auto* whole = tree->topLevelItem(0);
        QCOMPARE(whole->childCount(), 3); // λ, P1, P2
        auto* first = whole->child(1);
        QCOMPARE(first->text(0), "P1");
        QVERIFY2(first->text(2).contains("“witten-bell”: by Witten-Bell"),
                 qPrintable(first->text(2)));
        QVERIFY(first->child(0)->text(0).startsWith("P(cat | "));
        const QString derived = textOf(first->child(0));
        QVERIFY2(derived.contains("different tokens that followed"), qPrintable(derived));
        auto* found = panel->findChild<QLabel*>("found");
        QTRY_COMPARE(found->text(), "Stands in the corpus: 2"); // <s> the cat
        auto* second = whole->child(2);
        QVERIFY(second->text(2).contains(
            QString::fromStdString(workspace_->library().models().get(secondOf(mixture)).name)));
        tree->setCurrentItem(shorterThan(first->child(0))); // the cat
        QTRY_COMPARE(found->text(), "Stands in the corpus: 2");
        tree->setCurrentItem(shorterThan(shorterThan(first->child(0)))); // cat
        QTRY_COMPARE(found->text(), "Stands in the corpus: 3");
        page.selectModel(models_[0]);
        QTRY_VERIFY(tabs->isTabVisible(0) && tabs->isTabVisible(3));
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
        // All of it goes to the clipboard, what is not open too.
        QTest::keyClick(&tree, Qt::Key_C, Qt::ControlModifier);
        const QStringList lines = QApplication::clipboard()->text().split('\n');
        QCOMPARE(lines[0], "Level\tTerm\tValue\tWhere it comes from");
        QVERIFY(lines[1].startsWith("0\tP(sat | the, cat)\t"));
        QVERIFY(lines.filter("1 / V").size() == 1 && lines.filter("1 / V")[0].startsWith("3\t"));
        QSignalSpy chosen(&tree, &window::ExplanationTree::ngramChosen);
        tree.setCurrentItem(item);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].value<std::vector<text::TokenId>>(), tokens);
    }

    /// Maximum likelihood's division has its numbers too.
    void dividesInNumbers() {
        const auto model =
            tasks::openNgramModel(library_, workspace_->library().models().get(models_[0]));
        const auto tokens = model->tokenizer().encode("the cat sat");
        window::ExplanationTree tree;
        tree.show(model->explain(std::span(tokens).first(2), tokens[2]));
        QCOMPARE(tree.topLevelItem(0)->text(2), "C(history, next) / C(history) = 1 / 2");
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
    /// A model without counts: no other estimator is offered, and none is made.
    void offersWhatThereIs(std::int64_t pruned) {
        const auto action = [&](const QString& text) {
            for (QAction* each : menu_->menu()->actions())
                if (each->text().remove('&') == text)
                    return each;
            return static_cast<QAction*>(nullptr);
        };
        QVERIFY(action("Another Estimator…")->isEnabled());
        menu_->setModel(pruned);
        QVERIFY(!action("Another Estimator…")->isEnabled());
        QVERIFY(action("Another Estimator…")->toolTip().contains("has no counts"));
        QVERIFY(action("Prune…")->isEnabled());
        const auto before = workspace_->library().models().list().size();
        QVERIFY_EXCEPTION_THROWN(tasks::reestimate(library_, pruned, {"witten-bell"}, {}),
                                 base::InputError);
        QCOMPARE(workspace_->library().models().list().size(), before);
        menu_->setModel(models_[1]);
    }
    template <class Widget>
    static Widget* visible(QWidget* parent) {
        for (auto* each : parent->findChildren<Widget*>())
            if (each->isVisible())
                return each;
        return nullptr;
    }
    /// Of a line of an explanation and of all below it, where the numbers come from.
    static QString textOf(const QTreeWidgetItem* item) {
        QString text = item->text(2);
        for (int i = 0; i < item->childCount(); ++i)
            text += "\n" + textOf(item->child(i));
        return text;
    }
    /// The line of the shorter history below a history's.
    static QTreeWidgetItem* shorterThan(QTreeWidgetItem* item) {
        for (int i = 0; i < item->childCount(); ++i)
            if (item->child(i)->text(0).startsWith("P("))
                return item->child(i);
        return nullptr;
    }
    static std::int64_t secondOf(const library::Model& mixture) {
        return nlohmann::json::parse(mixture.specification)["second"].get<std::int64_t>();
    }
    static QString valueIn(const ngrams::DescriptionTab& tab, const QString& property) {
        const auto* facts = tab.findChild<window::TableView*>()->model();
        for (int row = 0; row < facts->rowCount(); ++row)
            if (facts->index(row, 0).data().toString() == property)
                return facts->index(row, 1).data().toString();
        return {};
    }
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
