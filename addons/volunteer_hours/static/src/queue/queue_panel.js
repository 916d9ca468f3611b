import {Component} from "@odoo/owl";
import {formatDate, formatDateTime, deserializeDate, deserializeDateTime} from "@web/core/l10n/dates";
import {FileModel} from "@web/core/file_viewer/file_model";
import {useFileViewer} from "@web/core/file_viewer/file_viewer_hook";
import {monthStrip} from "./month_strip";

/** All about the line under the cursor that one looks at before deciding. */
export class QueuePanel extends Component {
    static template = "volunteer_hours.QueuePanel";
    static props = {
        panel: {type: [Object, {value: null}]},
        run: Function,
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

    moment(text) {
        return formatDateTime(deserializeDateTime(text));
    }

    get files() {
        return this.panel.evidence.map((file) => Object.assign(new FileModel(), file));
    }

    show(id) {
        const files = this.files;
        const file = files.find((one) => one.id === id);
        if (file.isViewable) {
            this.viewer.open(file, files);
        } else {
            window.open(file.downloadUrl);
        }
    }
}
