// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/folder_exchange.h"
#include "app/window/menu_bar.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/library/conversation_store.h"
#include "core/library/run_store.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QInputDialog>
#include <QMessageBox>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <memory>

/// Drives what the Model menu offers for models that are folders.
class TestFolderExchange : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<window::Workspace> workspace_;

    static QString folderOf(const char* type) {
        return QString(NGRAMOPHONE_TEST_DATA "/hugging_face/") + type;
    }
    QString path(const char* name) const { return folder_->filePath(name); }
    qint64 import(const char* type) {
        QSignalSpy changed(workspace_.get(), &window::Workspace::modelsChanged);
        window::importFolder(*workspace_, folderOf(type));
        return changed.wait(20000) ? workspace_->library().models().list().front().id : 0;
    }

private slots:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        workspace_ =
            std::make_unique<window::Workspace>(folder_->filePath("library").toStdString());
    }
    void cleanup() { workspace_.reset(); }

    void aFolderBecomesAModelAndAFolderAgain() {
        const qint64 model = import("llama");
        QVERIFY(model != 0);
        const auto entry = workspace_->library().models().get(model);
        QCOMPARE(window::toQString(entry.name), QString("llama"));
        QCOMPARE(entry.kind, std::string("neural"));
        window::exportFolder(*workspace_, model, path("out"));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path("out/config.json")), 20000);
        QVERIFY(QFile::exists(path("out/model.safetensors")));
        QVERIFY(QFile::exists(path("out/tokenizer.json")));
    }

    void failuresAreTold() {
        QSignalSpy errors(workspace_.get(), &window::Workspace::errorReported);
        QVERIFY(QDir().mkpath(path("empty")));
        window::importFolder(*workspace_, path("empty"));
        QVERIFY(errors.wait(20000));
        QVERIFY(errors[0][0].toString().contains("config.json"));
        QVERIFY(workspace_->library().models().list().empty());
        QVERIFY(QDir(path("library/models")).isEmpty()); // nothing is left behind
        window::askFolderExport(*workspace_, nullptr);
        QCOMPARE(errors.size(), 2);
        QVERIFY(errors[1][0].toString().contains("no neural network"));
    }

    void exportAsksForModelAndFolder() {
        QVERIFY(import("llama") != 0);
        QVERIFY(import("gpt2") != 0);
        QWidget window;
        window::askFolderExport(*workspace_, &window);
        auto* question = window.findChild<QInputDialog*>("exportModelDialog");
        QVERIFY(question);
        QCOMPARE(question->comboBoxItems(), (QStringList{"gpt2", "llama"}));
        question->setTextValue("llama");
        question->accept();
        auto* where = window.findChild<QFileDialog*>("exportFolderDialog");
        QVERIFY(where);
        QCOMPARE(where->acceptMode(), QFileDialog::AcceptSave);
        emit where->fileSelected(path("chosen"));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path("chosen/config.json")), 20000);
        where->close();
    }

    /// What a run has made is not among them, and a conversation with it stays.
    void importedModelIsDeleted() {
        const qint64 model = import("llama");
        QVERIFY(import("gpt2") != 0);
        auto& library = workspace_->library();
        library::Run run;
        run.name = "trained";
        library::Model trained;
        trained.name = "trained";
        trained.kind = "neural";
        trained.run = library.runs().add(run);
        trained.file = "runs/1/checkpoint.ngc";
        library.models().add(trained);
        chat::Conversation conversation;
        conversation.modelId = model;
        const auto talk = library.conversations().add(conversation);
        const auto file = library.folder() / library.models().get(model).file;
        QVERIFY(std::filesystem::exists(file));

        QWidget window;
        window::askImportedRemoval(*workspace_, &window);
        auto* choice = window.findChild<QInputDialog*>("deleteModelDialog");
        QVERIFY(choice);
        QCOMPARE(choice->comboBoxItems(), (QStringList{"gpt2", "llama"}));
        choice->setTextValue("llama");
        choice->accept();
        auto* question = window.findChild<QMessageBox*>("deleteModelQuestion");
        QVERIFY(question);
        QVERIFY(question->text().contains("llama"));
        QCOMPARE(library.models().list().size(), std::size_t{3}); // not before it is confirmed
        QSignalSpy changed(workspace_.get(), &window::Workspace::modelsChanged);
        for (auto* button : question->buttons())
            if (question->buttonRole(button) == QMessageBox::DestructiveRole)
                button->click();
        QCOMPARE(changed.size(), 1);
        QCOMPARE(library.models().list().size(), std::size_t{2});
        QVERIFY(!std::filesystem::exists(file));
        QCOMPARE(library.conversations().get(talk).modelId, 0);
    }

    void nothingToDeleteIsTold() {
        QSignalSpy errors(workspace_.get(), &window::Workspace::errorReported);
        window::askImportedRemoval(*workspace_, nullptr);
        QCOMPARE(errors.size(), 1);
        QVERIFY(errors[0][0].toString().contains("Training page"));
    }

    void theMenuOffersBoth() {
        window::MenuBar menus;
        QSignalSpy imports(&menus, &window::MenuBar::importFolderChosen);
        QSignalSpy exports(&menus, &window::MenuBar::exportFolderChosen);
        for (const QAction* menu : menus.actions())
            for (QAction* action : menu->menu()->actions())
                if (action->text().contains("Hugging Face"))
                    action->trigger();
        QCOMPARE(imports.size(), 1);
        QCOMPARE(exports.size(), 1);
        QSignalSpy removals(&menus, &window::MenuBar::importedRemovalChosen);
        for (const QAction* menu : menus.actions())
            for (QAction* action : menu->menu()->actions())
                if (action->text().contains("Delete Imported"))
                    action->trigger();
        QCOMPARE(removals.size(), 1);
    }
};

QTEST_MAIN(TestFolderExchange)
#include "tst_folder_exchange.moc"
