import {Component} from "@odoo/owl";
import {useFileViewer} from "@web/core/file_viewer/file_viewer_hook";
import {deserializeDate, formatDate} from "@web/core/l10n/dates";
import {evidenceFiles} from "./evidence";
import {monthStrip} from "./month_strip";

/** All about the line under the cursor that one looks at before deciding. */
export class QueuePanel extends Component {
    static template = "volunteer_hours.QueuePanel";
    static props = {
        panel: {type: [Object, {value: null}]},
        run: Function,
        offDuty: Function,
        open: Function,
        showKeys: Function,
    };

    setup() {
        this.viewer = useFileViewer();
    }

    get panel() {
        return this.props.panel;
    }

    get date() {
        const day = deserializeDate(this.panel.date);
        return `${formatDate(day)} ${day.toFormat("ccc")}`;
    }

    get monthName() {
        return deserializeDate(this.panel.month.first).toFormat("LLLL");
    }

    get strip() {
        return monthStrip(this.panel.month, this.panel.date).map((cell) => ({
            ...cell,
            label: `${formatDate(deserializeDate(cell.iso))}: ${cell.total} h`,
        }));
    }

    get overReminder() {
        const {total, reminder} = this.panel.month;
        return reminder && total > reminder;
    }

    icon(kind) {
        return TRAIL_ICONS[kind] || "fa-circle-o";
    }

    get files() {
        return evidenceFiles(this.panel.evidence);
    }

    hours(minutes) {
        return Math.round((minutes / 60) * 100) / 100;
    }

    show(id) {
        const files = this.files;
        this.viewer.open(
            files.find((one) => one.id === id),
            files
        );
    }
}

/** What an entry of the trail looks like, by its kind; else an open circle. */
export const TRAIL_ICONS = {
    created: "fa-plus",
    submitted: "fa-paper-plane-o",
    approved: "fa-check text-success",
    refused: "fa-times text-danger",
    pending: "fa-arrow-right text-primary",
    waiting: "fa-ellipsis-h",
    withdrawn: "fa-undo",
    undone: "fa-undo",
    changed: "fa-pencil",
    off_duty: "fa-calendar-check-o text-success",
};
