import {Component} from "@odoo/owl";
import {useFileViewer} from "@web/core/file_viewer/file_viewer_hook";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {evidenceFiles} from "./evidence";

/** What to look at before deciding: an icon each with its sentence, not colour alone. */
export class QueueSigns extends Component {
    static template = "volunteer_hours.QueueSigns";
    static props = {
        ...standardFieldProps,
        sentences: {type: Boolean, optional: true},
    };

    setup() {
        this.orm = useService("orm");
        this.viewer = useFileViewer();
    }

    get signs() {
        return this.props.record.data[this.props.name] || [];
    }

    async showEvidence() {
        const {resModel, resId} = this.props.record;
        const rows = await this.orm.call(resModel, "get_queue_evidence", [[resId]]);
        const files = evidenceFiles(rows);
        if (files.length) {
            this.viewer.open(files[0], files);
        }
    }
}

registry.category("fields").add("volunteer_queue_signs", {
    component: QueueSigns,
    supportedTypes: ["json"],
    extractProps: ({options}) => ({sentences: Boolean(options.sentences)}),
    listViewWidth: [70, 120],
});
