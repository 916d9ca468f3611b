/** @odoo-module **/

import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useService} from "@web/core/utils/hooks";

const MONTHS = [...Array(12).keys()].map((index) => index + 1);

/** The lines of a plan by month: what was planned beside what was held. */
export class VolunteerPlanYear extends Component {
    static template = "volunteer_base.PlanYear";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.months = MONTHS;
        this.state = useState({table: null});
        onWillStart(() => this.load(this.props));
        onWillUpdateProps((next) => this.load(next));
    }

    async load({record}) {
        this.state.table = record.resId
            ? await this.orm.call("volunteer.plan", "get_year_table", [record.resId])
            : null;
    }

    /** A sign and a word for each status: colour alone says nothing to some. */
    get signs() {
        return {
            held: {sign: "●", label: _t("Held as planned"), css: "text-success"},
            extra: {sign: "◆", label: _t("Held, not planned"), css: "text-success"},
            coming: {sign: "◐", label: _t("Activity set"), css: "text-info"},
            planned: {sign: "○", label: _t("Planned"), css: "text-muted"},
            missed: {sign: "✕", label: _t("Planned, nothing held"), css: "text-danger"},
        };
    }

    monthLabel(month) {
        return luxon.DateTime.local(2000, month).toFormat("LLL");
    }

    cellLabel(row, cell) {
        const sign = this.signs[cell.status];
        const count = cell.held || cell.coming;
        return [row.name, this.monthLabel(cell.month), sign.label, count || ""]
            .filter(Boolean)
            .join(" · ");
    }

    percent(value) {
        return `${Math.round(value * 100)} %`;
    }

    open(row, cell) {
        if (!row.project_id) {
            return;
        }
        const first = luxon.DateTime.local(this.state.table.year, cell.month);
        this.action.doAction("volunteer_base.volunteer_activity_action", {
            additionalContext: {default_project_id: row.project_id},
            props: {
                domain: [
                    ["project_id", "=", row.project_id],
                    ["date", ">=", first.toISODate()],
                    ["date", "<=", first.endOf("month").toISODate()],
                ],
            },
        });
    }
}

registry.category("view_widgets").add("volunteer_plan_year", {
    component: VolunteerPlanYear,
});
