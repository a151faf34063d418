// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/corpus/document.h"

#include <QWidget>

#include <cstdint>
#include <vector>

class QComboBox;
class QLabel;

namespace jobs {
class JobManager;
} // namespace jobs

namespace corpora {

class FindBar;
class TextView;

/// The tab Text: which document, its text, where in it, and the find bar.
class TextPanel : public QWidget {
    Q_OBJECT
public:
    explicit TextPanel(jobs::JobManager& jobs, QWidget* parent = nullptr);

    /// Shows the first document.
    void showDocuments(std::vector<corpus::Document> documents);
    /// Whether these are the documents shown, read the same way.
    bool shows(const std::vector<corpus::Document>& documents) const;
    /// Shows this document's line at a byte; a path that is not among the documents is passed over.
    void goTo(const QString& path, std::uint64_t byteOffset);
    void find();
    /// Closes the find bar or stops its search; false where neither was there.
    bool stopWork();

    TextView* view() const { return view_; }
    FindBar* findBar() const { return findBar_; }

private:
    void showDocument(int index);
    void showPosition();

    std::vector<corpus::Document> documents_;
    QComboBox* chooser_;
    QLabel* chooserLabel_;
    QLabel* position_;
    QLabel* notice_;
    TextView* view_;
    FindBar* findBar_;
};

} // namespace corpora
