// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/estimator_names.h"

#include "app/window/text.h"

#include <QCoreApplication>

namespace ngrams {

namespace {

class Titles {
    Q_DECLARE_TR_FUNCTIONS(ngrams::EstimatorNames)
public:
    static QString of(const std::string& name) {
        if (name == "mle")
            return tr("Maximum likelihood");
        if (name == "add-k")
            return tr("Add-k");
        if (name == "good-turing")
            return tr("Good-Turing, Katz back-off");
        if (name == "jelinek-mercer")
            return tr("Jelinek-Mercer");
        if (name == "witten-bell")
            return tr("Witten-Bell");
        if (name == "absolute")
            return tr("Absolute discounting");
        if (name == "kneser-ney")
            return tr("Kneser-Ney");
        if (name == "modified-kneser-ney")
            return tr("Modified Kneser-Ney");
        if (name == "stupid-backoff")
            return tr("Stupid back-off");
        return window::toQString(name);
    }
};

} // namespace

QString estimatorTitle(const std::string& name) {
    return Titles::of(name);
}

} // namespace ngrams
