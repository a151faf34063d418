// SPDX-License-Identifier: GPL-3.0-or-later
// The table of runs: their settings, in what they differ, and their export.
#include "app/plot/curve_plot.h"
#include "app/training/run_settings.h"
#include "app/training/runs_model.h"
#include "app/training/training_page.h"
#include "app/window/table_view.h"
#include "app/window/workspace.h"
#include "core/library/run_store.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using training::RunsModel;
using training::TrainingPage;

namespace {

/// How light a colour is to the eye, from 0 to 255.
int grey(const QColor& color) {
    return qGray(color.rgb());
}

} // namespace

class RunsTableTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        workspace_ = std::make_unique<window::Workspace>(folder_->path().toStdString());
        neural::RunSpec gru = neural::usualRun("gru");
        gru.training.learningRate = 0.01;
        neural::RunSpec wide = gru;
        wide.training.learningRate = 0.002;
        wide.recurrent.layers = 2;
        first_ = addRun("first", gru);
        second_ = addRun("second/b", wide);
        third_ = addRun("third", neural::usualRun("llama"));
        page_ = std::make_unique<TrainingPage>(*workspace_);
        page_->resize(1200, 800);
        page_->show();
        QVERIFY(QTest::qWaitForWindowExposed(page_.get()));
        table_ = page_->findChild<window::TableView*>("runs");
    }
    void cleanup() {
        page_.reset();
        workspace_.reset();
    }

    void everySettingHasAColumn();
    void tableSortsBySettings();
    void selectedRunsAreDrawnBesideTheChecked();
    void settingsThatDifferAreMarked();
    void markIsReadableInEveryTheme_data();
    void markIsReadableInEveryTheme();
    void columnsAreHidden();
    void metricsAreExported();
    void severalAreExportedIntoAFolder();
    void earlyStopIsSaid();

private:
    std::int64_t addRun(const std::string& name, const neural::RunSpec& spec) {
        auto& runs = workspace_->library().runs();
        library::Run run;
        run.name = name;
        run.spec = spec;
        const auto id = runs.add(run);
        runs.addMetrics(
            id, std::vector<neural::StepMetrics>{{1, 3.5, {}, {}, {}, 100, 0.1, 64, 0.01, 1}});
        runs.setState(id, library::RunState::Finished);
        return id;
    }
    int columnOf(const QString& title) const {
        for (int column = 0; column < table_->model()->columnCount(); ++column)
            if (table_->model()->headerData(column, Qt::Horizontal).toString() == title)
                return column;
        return -1;
    }
    int rowOf(const QString& name) const {
        for (int row = 0; row < table_->model()->rowCount(); ++row)
            if (table_->model()->index(row, RunsModel::Name).data().toString() == name)
                return row;
        return -1;
    }
    QString cell(const QString& run, const QString& column) const {
        return table_->model()->index(rowOf(run), columnOf(column)).data().toString();
    }
    bool marked(const QString& run, const QString& column) const {
        return table_->model()
            ->index(rowOf(run), columnOf(column))
            .data(window::TableView::MarkedRole)
            .toBool();
    }
    void select(const QString& name, Qt::KeyboardModifiers keys = {}) {
        const auto index = table_->model()->index(rowOf(name), RunsModel::State);
        QTest::mouseClick(table_->viewport(), Qt::LeftButton, keys,
                          table_->visualRect(index).center());
    }
    void selectBoth(const QString& one, const QString& other) {
        select(one);
        select(other, Qt::ControlModifier);
    }

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<window::Workspace> workspace_;
    std::unique_ptr<TrainingPage> page_;
    window::TableView* table_ = nullptr;
    std::int64_t first_ = 0, second_ = 0, third_ = 0;
};

void RunsTableTest::everySettingHasAColumn() {
    RunsModel model;
    const QAbstractItemModelTester tester(&model);
    QCOMPARE(model.columnCount(),
             RunsModel::firstSetting + static_cast<int>(training::runSettings().size()));
    QCOMPARE(cell("first", "Architecture"), QString("GRU"));
    QCOMPARE(cell("third", "Architecture"), QString("LLaMA"));
    QCOMPARE(cell("second/b", "Layers"), QString("2"));
    QCOMPARE(cell("first", "Learning rate"), QString("0.01"));
    QCOMPARE(cell("third", "Attention"), QString("Multi-head"));
    QCOMPARE(cell("first", "Attention"), QString()); // it has none
    QCOMPARE(cell("third", "Heads"), QString("4"));
    QCOMPARE(cell("first", "Optimiser"), QString("AdamW"));
    QCOMPARE(cell("third", "Tied output"), QString("no"));
}

void RunsTableTest::tableSortsBySettings() {
    // As numbers, not as texts: 0.001, 0.002, 0.01.
    table_->sortByColumn(columnOf("Learning rate"), Qt::AscendingOrder);
    QCOMPARE(rowOf("third"), 0);
    QCOMPARE(rowOf("second/b"), 1);
    QCOMPARE(rowOf("first"), 2);
    table_->sortByColumn(columnOf("Learning rate"), Qt::DescendingOrder);
    QCOMPARE(rowOf("first"), 0);
}

void RunsTableTest::selectedRunsAreDrawnBesideTheChecked() {
    const auto drawn = [this] {
        QStringList names = page_->findChild<plot::CurvePlot*>("curves")->legend();
        names.sort();
        return names;
    };
    QTRY_COMPARE(drawn(), QStringList{"third"}); // the newest is checked
    select("first");
    QTRY_COMPARE(drawn(), (QStringList{"first", "third"}));
    select("second/b");
    QTRY_COMPARE(drawn(), (QStringList{"second/b", "third"}));
    selectBoth("first", "second/b");
    QTRY_COMPARE(drawn(), (QStringList{"first", "second/b", "third"}));
    // One that is gone is not drawn any longer; the others stay.
    select("first");
    workspace_->library().runs().remove(first_);
    emit workspace_->runsChanged();
    QTRY_COMPARE(drawn(), QStringList{"third"});
    // What is checked alone comes back with the page.
    QCOMPARE(page_->saveState().toMap().value("shown").toList(),
             QVariantList{QVariant::fromValue<qlonglong>(third_)});
}

void RunsTableTest::settingsThatDifferAreMarked() {
    QVERIFY(!marked("first", "Layers"));
    selectBoth("first", "second/b");
    QVERIFY(marked("first", "Layers") && marked("second/b", "Layers"));
    QVERIFY(marked("first", "Learning rate"));
    QVERIFY(!marked("first", "Architecture") && !marked("first", "Batch"));
    QVERIFY(!marked("third", "Layers")); // not among those that are compared
    const QString status = page_->findChild<QLabel*>("status")->text();
    QVERIFY2(status.contains("2 runs are selected") && status.contains("Layers (1, 2)") &&
                 status.contains("Learning rate (0.01, 0.002)") && !status.contains("Seed"),
             qPrintable(status));
    selectBoth("first", "third");
    QVERIFY(marked("first", "Architecture") && marked("third", "Heads"));
    // One alone differs from nothing.
    table_->selectRow(rowOf("first"));
    QVERIFY(!marked("first", "Layers"));
    // Both are still compared after the library has changed.
    selectBoth("first", "second/b");
    addRun("fourth", neural::usualRun("gru"));
    emit workspace_->runsChanged();
    QVERIFY(rowOf("fourth") >= 0);
    QVERIFY(marked("first", "Layers") && !marked("fourth", "Layers"));
}

void RunsTableTest::markIsReadableInEveryTheme_data() {
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void RunsTableTest::markIsReadableInEveryTheme() {
    QFETCH(bool, dark);
    QPalette palette(dark ? QColor(40, 40, 40) : QColor(240, 240, 240));
    palette.setColor(QPalette::Base, dark ? QColor(30, 30, 30) : QColor(Qt::white));
    palette.setColor(QPalette::Text, dark ? QColor(230, 230, 230) : QColor(Qt::black));
    palette.setColor(QPalette::Highlight, QColor(48, 140, 198));
    table_->setPalette(palette);
    table_->viewport()->setPalette(palette);
    selectBoth("first", "second/b");
    const auto layers = table_->model()->index(rowOf("first"), columnOf("Layers"));
    table_->scrollTo(layers);
    const QImage picture = table_->viewport()->grab().toImage();
    const auto corner = [&](const QModelIndex& index) {
        return picture.pixelColor(table_->visualRect(index).topLeft() + QPoint(2, 2));
    };
    const QColor mark = corner(layers);
    const QColor plain = corner(layers.siblingAtColumn(columnOf("Context")));
    QVERIFY2(std::abs(grey(mark) - grey(plain)) > 20,
             qPrintable(mark.name() + " beside " + plain.name()));
    // Its text is the ordinary one, which must stand out.
    QVERIFY(std::abs(grey(mark) - grey(palette.color(QPalette::Text))) > 90);
}

void RunsTableTest::columnsAreHidden() {
    auto* header = table_->horizontalHeader();
    QTimer::singleShot(0, [&] {
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QVERIFY(!menu->actions().front()->isEnabled()); // the name stays
        for (QAction* action : menu->actions())
            if (action->text() == "Seed")
                action->trigger();
        menu->close();
    });
    emit header->customContextMenuRequested({5, 5});
    QVERIFY(table_->isColumnHidden(columnOf("Seed")));
    QVERIFY(!table_->isColumnHidden(columnOf("Layers")));
}

void RunsTableTest::metricsAreExported() {
    // By mouse: selectRow() would take a Ctrl that an earlier click has left for pressed.
    select("first");
    page_->findChild<QAction*>("exportCsv")->trigger();
    auto* dialog = page_->findChild<QFileDialog*>();
    QVERIFY(dialog);
    emit dialog->fileSelected(folder_->filePath("mine.csv"));
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(folder_->filePath("mine.csv")),
                             60'000); // the disk may be slow
    QTRY_VERIFY(page_->findChild<QLabel*>("status")->text().contains("mine.csv"));
    QFile file(folder_->filePath("mine.csv"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("\r\n1,3.5,,0.01,1,64,100,0.1,,,nats per token\r\n"));
}

void RunsTableTest::severalAreExportedIntoAFolder() {
    selectBoth("first", "second/b");
    page_->findChild<QAction*>("exportTensorBoard")->trigger();
    auto* dialog = page_->findChild<QFileDialog*>();
    QVERIFY(dialog);
    QCOMPARE(dialog->fileMode(), QFileDialog::Directory);
    const QString target = folder_->filePath("logs");
    emit dialog->fileSelected(target);
    // A run's folder has its name, as TensorBoard shows it.
    const auto eventFiles = [&](const QString& run) {
        return QDir(target + "/" + run).entryList({"events.out.tfevents.*"}).size();
    };
    QTRY_COMPARE_WITH_TIMEOUT(eventFiles("first"), 1, 60'000);
    QTRY_COMPARE(eventFiles("second-b"), 1);
    QVERIFY(!QDir(target + "/third").exists());
}

void RunsTableTest::earlyStopIsSaid() {
    workspace_->library().runs().setState(first_, library::RunState::StoppedEarly);
    emit workspace_->runsChanged();
    QCOMPARE(cell("first", "State"), QString("stopped early"));
    QVERIFY(table_->model()
                ->index(rowOf("first"), RunsModel::State)
                .data(Qt::ToolTipRole)
                .toString()
                .contains("best"));
}

QTEST_MAIN(RunsTableTest)
#include "tst_runs_table.moc"
