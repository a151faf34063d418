// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/jobs/job.h"
#include "app/window/page.h"
#include "core/corpus/document.h"

#include <QPointer>

#include <cstdint>
#include <vector>

class QLabel;
class QPushButton;
class QSortFilterProxyModel;
class QStackedWidget;
class QTabWidget;

namespace window {
class TableView;
class Workspace;
} // namespace window

namespace corpora {

class CorpusModel;
class FrequencyPanel;
class TextPanel;

/// The library's corpora: the list, and the selected one's text and frequencies.
class CorporaPage : public window::Page {
    Q_OBJECT
public:
    explicit CorporaPage(window::Workspace& workspace, QWidget* parent = nullptr);

    bool stopWork() override;
    void find() override;

    std::int64_t currentCorpus() const { return current_; }
    TextPanel* textPanel() const { return text_; }

private:
    QWidget* makeEmptyState();
    QWidget* makeList();
    QWidget* makeOpenButtons(QWidget* parent);
    void openFiles();
    void openFolder();
    void openSample();
    void askName();
    void askRemoval();
    void askEncoding();
    void reload();
    void selectCorpus(std::int64_t id);
    void onSelectionChanged();
    void showCorpus(std::int64_t id);
    void showBadBytes(const std::vector<corpus::Document>& documents);
    void goTo(qint64 corpus, const QString& document, quint64 byteOffset);
    void watch(jobs::Job* job);

    window::Workspace* workspace_;
    CorpusModel* model_;
    QSortFilterProxyModel* proxy_;
    QStackedWidget* stack_;
    window::TableView* list_;
    QPushButton* rename_;
    QPushButton* encoding_;
    QPushButton* remove_;
    QWidget* badBytes_;
    QLabel* badBytesText_;
    QTabWidget* tabs_;
    TextPanel* text_;
    FrequencyPanel* frequencies_;
    std::int64_t current_ = 0;
    bool currentReady_ = false;
    std::int64_t newestSeen_ = 0;
    QPointer<jobs::Job> job_; ///< an import that this page began
};

} // namespace corpora
