// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages.h"

#include "app/chat/chat_page.h"
#include "app/compare/compare_page.h"
#include "app/corpora/corpora_page.h"
#include "app/inspect/inspect_page.h"
#include "app/ngrams/ngrams_page.h"
#include "app/training/training_page.h"

namespace {

template <class Page>
window::Page* make(window::Workspace& workspace, QWidget* parent) {
    return new Page(workspace, parent);
}

} // namespace

window::PageFactories allPages() {
    return {make<corpora::CorporaPage>, make<ngrams::NgramsPage>,   make<training::TrainingPage>,
            make<inspect::InspectPage>, make<compare::ComparePage>, make<chatui::ChatPage>};
}
