import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {Component} from "@odoo/owl";

/** The checklist of a year: each row says how much is open, and opens its list. */
export class YearEndChecks extends Component {
    static template = "volunteer_hours.YearEndChecks";
    static props = {...standardFieldProps};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
    }

    get rows() {
        return this.props.record.data[this.props.name] || [];
    }

    /**
     * @param {Object} row of the checklist
     * @returns {String} "done", "open" where it keeps the year open, or "note"
     */
    statusOf(row) {
        if (!row.count) {
            return "done";
        }
        return row.needed ? "open" : "note";
    }

    async open(row) {
        const {resModel, resId} = this.props.record;
        const action = await this.orm.call(resModel, "action_open_check", [
            [resId],
            row.key,
        ]);
        await this.action.doAction(action);
    }
}

registry.category("fields").add("volunteer_year_end_checks", {
    component: YearEndChecks,
    supportedTypes: ["json"],
});
