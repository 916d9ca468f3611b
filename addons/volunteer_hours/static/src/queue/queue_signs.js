import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** What to look at before deciding: an icon each with its sentence, not colour alone. */
export class QueueSigns extends Component {
    static template = "volunteer_hours.QueueSigns";
    static props = {
        ...standardFieldProps,
        sentences: {type: Boolean, optional: true},
    };

    get signs() {
        return this.props.record.data[this.props.name] || [];
    }
}

registry.category("fields").add("volunteer_queue_signs", {
    component: QueueSigns,
    supportedTypes: ["json"],
    extractProps: ({options}) => ({sentences: Boolean(options.sentences)}),
    listViewWidth: [70, 120],
});
