import { onWillUnmount } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { formView } from "@web/views/form/form_view";
import { FormController } from "@web/views/form/form_controller";

const SECONDS = 5;

/** Shows answers as they come in, while a call is out and nobody types. */
export class VolunteerCallFormController extends FormController {
    setup() {
        super.setup();
        const timer = setInterval(() => this.refreshAnswers(), SECONDS * 1000);
        onWillUnmount(() => clearInterval(timer));
    }

    async refreshAnswers() {
        const root = this.model.root;
        if (
            document.hidden ||
            this.refreshing ||
            !root?.resId ||
            !["calling", "filled"].includes(root.data.state) ||
            (await root.isDirty())
        ) {
            return;
        }
        this.refreshing = true;
        try {
            await root.load();
        } finally {
            this.refreshing = false;
        }
    }
}

registry.category("views").add("volunteer_call_form", {
    ...formView,
    Controller: VolunteerCallFormController,
});
