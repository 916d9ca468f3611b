import {Component} from "@odoo/owl";
import {formatNumber, formatShare} from "./format";
import {_t} from "@web/core/l10n/translation";

/** One large figure with last year's beside it; it opens what it counts. */
export class DashboardFigure extends Component {
    static template = "volunteer_reports.DashboardFigure";
    static props = {
        title: String,
        value: String,
        // Smaller print below it
        notes: {type: Array, optional: true},
        // The same days of the year before, and the whole of it
        before: {type: [Number, {value: null}], optional: true},
        beforeYear: {type: Number, optional: true},
        change: {type: [Number, {value: null}], optional: true},
        share: {type: Boolean, optional: true},
        // How far a bar is filled, in per cent
        percent: {type: Number, optional: true},
        underWay: {type: Boolean, optional: true},
        onOpen: Function,
    };

    get known() {
        return this.props.before !== undefined && this.props.before !== null;
    }

    get before() {
        const {before, share} = this.props;
        return share ? formatShare(before) : formatNumber(before);
    }

    get beforeYear() {
        return formatNumber(this.props.beforeYear);
    }

    /** @returns {String} an arrow and a number: never told by colour alone */
    get change() {
        const {change} = this.props;
        if (change === null || change === undefined) {
            return "";
        }
        const arrow = {1: "▲", 0: "=", "-1": "▼"}[Math.sign(change)];
        return `${arrow} ${formatNumber(Math.abs(change))} %`;
    }

    get changeLabel() {
        const {change} = this.props;
        return change < 0
            ? _t("Less than on the same day last year")
            : _t("Not less than on the same day last year");
    }
}
