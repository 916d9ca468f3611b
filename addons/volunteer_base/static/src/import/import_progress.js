/** @odoo-module **/

import {registry} from "@web/core/registry";
import {
    ProgressBarField,
    progressBarField,
} from "@web/views/fields/progress_bar/progress_bar_field";
import {onMounted, onWillUnmount} from "@odoo/owl";

const INTERVAL = 2000;

/** A progress bar that goes on by itself while an import is running. */
export class VolunteerImportProgress extends ProgressBarField {
    setup() {
        super.setup();
        let timer = null;
        let gone = false;
        const wait = () => {
            timer = setTimeout(async () => {
                try {
                    await this.props.record.load();
                } finally {
                    // Loaded, the form may have left this bar out.
                    if (!gone) {
                        wait();
                    }
                }
            }, INTERVAL);
        };
        onMounted(wait);
        onWillUnmount(() => {
            gone = true;
            clearTimeout(timer);
        });
    }
}

registry.category("fields").add("volunteer_import_progress", {
    ...progressBarField,
    component: VolunteerImportProgress,
});
