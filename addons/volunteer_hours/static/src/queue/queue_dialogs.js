import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {Dialog} from "@web/core/dialog/dialog";
import {useAutofocus} from "@web/core/utils/hooks";

const MINUTES = 60;

/** Ask for the reason that the volunteer will read. */
export class QueueRefuseDialog extends Component {
    static template = "volunteer_hours.QueueRefuseDialog";
    static components = {Dialog};
    static props = {count: Number, refuse: Function, close: Function};

    setup() {
        this.reason = useAutofocus({refName: "reason", mobile: true});
        this.state = useState({reason: ""});
    }

    get title() {
        return this.props.count > 1
            ? _t("Refuse %s lines", this.props.count)
            : _t("Refuse");
    }

    get examples() {
        return [
            _t("This was part of the job, not volunteering."),
            _t("The hours do not match the activity."),
            _t("Please say in more detail what was done."),
            _t("Please add a photo or another proof."),
        ];
    }

    async confirm() {
        const reason = this.state.reason.trim();
        if (reason) {
            this.props.close();
            await this.props.refuse(reason);
        }
    }
}

/** Ask how many hours are granted instead of what was asked for. */
export class QueueCorrectDialog extends Component {
    static template = "volunteer_hours.QueueCorrectDialog";
    static components = {Dialog};
    static props = {
        count: Number,
        hours: {type: Number, optional: true},
        name: {type: String, optional: true},
        approve: Function,
        close: Function,
    };

    setup() {
        this.hours = useAutofocus({refName: "hours", selectAll: true, mobile: true});
        this.state = useState({hours: this.props.hours || "", note: ""});
    }

    get title() {
        return this.props.count > 1
            ? _t("The same hours for %s lines", this.props.count)
            : _t("Correct and approve: %s", this.props.name || "");
    }

    /** Minutes granted; 0 while what is typed is no time of one day. */
    get minutes() {
        const hours = Number(String(this.state.hours).trim().replace(",", "."));
        return hours > 0 && hours <= 24 ? Math.round(hours * MINUTES) : 0;
    }

    async confirm() {
        if (this.minutes > 0) {
            this.props.close();
            await this.props.approve(this.minutes, this.state.note.trim());
        }
    }
}

/** Say which key does what. */
export class QueueKeysDialog extends Component {
    static template = "volunteer_hours.QueueKeysDialog";
    static components = {Dialog};
    static props = {close: Function};

    get keys() {
        return [
            {key: "j", text: _t("Next line")},
            {key: "k", text: _t("Line before")},
            {key: "x", text: _t("Select the line, or not")},
            {key: "a", text: _t("Approve the line, or all that is selected")},
            {key: "r", text: _t("Refuse with a reason")},
            {key: "e", text: _t("Correct the hours and approve")},
            {key: "u", text: _t("Take the last decision back")},
            {key: "o", text: _t("Open the line")},
            {key: "?", text: _t("These keys")},
        ];
    }
}
