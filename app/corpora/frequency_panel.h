// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/corpora/frequency_model.h"
#include "app/jobs/job.h"
#include "core/text/tokenizer_spec.h"

#include <QPointer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;

namespace window {
class TableView;
class Workspace;
} // namespace window

namespace corpora {

/// The tab Frequencies: the tokens of a corpus with their counts, by any tokenizer.
class FrequencyPanel : public QWidget {
    Q_OBJECT
public:
    explicit FrequencyPanel(window::Workspace& workspace, QWidget* parent = nullptr);

    /// 0 shows nothing. Words come from the library where it has counted them (`ready`).
    void showCorpus(std::int64_t corpus, bool ready);
    void find();
    bool stopWork();

private:
    void load();
    void query();
    void showState();

    window::Workspace* workspace_;
    std::int64_t corpus_ = 0;
    bool ready_ = false;
    QComboBox* kind_;
    QLineEdit* filter_;
    QLabel* state_;
    window::TableView* table_;
    FrequencyModel* model_;
    std::shared_ptr<const FrequencyTable> counted_;
    FrequencyQuery query_;
    QPointer<jobs::Job> loading_;
    QPointer<jobs::Job> selecting_;
    QString error_;
};

} // namespace corpora
