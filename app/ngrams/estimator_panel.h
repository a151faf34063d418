// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/smoothing_lab.h"

#include <QWidget>

#include <string>
#include <vector>

class QCheckBox;
class QToolButton;

namespace ngrams {

class EstimatorParameters;

/// Which estimators the lab shows, and with what parameters: a box for each, and below it sliders
/// for those that have something to set.
class EstimatorPanel final : public QWidget {
    Q_OBJECT
public:
    explicit EstimatorPanel(QWidget* parent = nullptr);

    /// Begins with what a model was trained with; everything else comes from its counts.
    void setModel(const ngram::EstimatorSpec& spec);
    /// Those that are checked, as they are set.
    std::vector<ngram::EstimatorSpec> chosen() const;
    /// Puts the sliders that nobody has touched to what was estimated.
    void showEstimated(const std::vector<ngram::LabEstimate>& estimates);
    /// The colour of an estimator in plots, see plot::GroupedBarData.
    static std::size_t styleOf(const std::string& name);

signals:
    void changed();

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Row {
        std::string name;
        QCheckBox* box = nullptr;
        QToolButton* reset = nullptr; ///< none where there is nothing to set
        EstimatorParameters* parameters = nullptr;
    };
    Row makeRow(const std::string& name);
    void addReset(Row& row, const QString& title);
    /// The button is there for what was set by hand.
    static void updateReset(const Row& row);
    static void reset(const Row& row);
    Row& row(const std::string& name);
    ngram::EstimatorSpec specOf(const Row& row) const;
    void colorBoxes();
    /// The box for all tells how many of them are checked.
    void countChecked();

    QCheckBox* all_ = nullptr;
    std::vector<Row> rows_;
    std::vector<std::vector<double>> weights_; ///< the model's own, for Jelinek-Mercer
};

} // namespace ngrams
