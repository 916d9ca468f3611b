import {useEnv, useSubEnv} from "@odoo/owl";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {_t} from "@web/core/l10n/translation";
import {evaluateExpr} from "@web/core/py_js/py";
import {useService} from "@web/core/utils/hooks";
import {QueueCorrectDialog, QueueRefuseDialog} from "./queue_dialogs";

const MODEL = "volunteer.hour";
const UNDO_MS = 20000;
/** So many lines go to the server at once; each lot stands by itself. */
const LOT = 1000;

/** Approve, correct and refuse, and take back exactly what was just decided. */
class QueueDecisions {
    /**
     * @param {Object} services `{orm, dialog, notification, ui}`
     * @param {Object} model of the view; loaded again after each decision
     * @param {Function} onReload called when what was shown may be different
     */
    constructor(services, model, onReload) {
        Object.assign(this, services);
        this.model = model;
        this.onReload = onReload;
        this.last = null;
    }

    approve(ids, {minutes, note} = {}) {
        const given = {};
        if (minutes) {
            given.minutes = minutes;
        }
        if (note) {
            given.note = note;
        }
        return this.decide(ids, "action_approve", [], given, (count) =>
            _t("%s approved", count)
        );
    }

    correct(ids) {
        const records = this.model.root.records.filter((one) => ids.includes(one.resId));
        const {hours, volunteer_id: volunteer} = (records[0] || {data: {}}).data;
        this.dialog.add(QueueCorrectDialog, {
            count: ids.length,
            ...(ids.length === 1 ? {hours, name: volunteer.display_name} : {}),
            approve: (minutes, note) =>
                this.approve(ids, {
                    // The same hours leave no correction in the trail.
                    minutes:
                        ids.length === 1 && minutes === Math.round(hours * 60)
                            ? false
                            : minutes,
                    note,
                }),
        });
    }

    refuse(ids) {
        this.dialog.add(QueueRefuseDialog, {
            count: ids.length,
            refuse: (reason) =>
                this.decide(ids, "action_refuse", [reason], {}, (count) =>
                    _t("%s refused", count)
                ),
        });
    }

    /** Send lots one after the other; what was done can be undone also if one fails. */
    async decide(ids, method, args, kwargs, say) {
        const done = [];
        this.ui.block();
        try {
            await this.inLots(ids, method, args, kwargs, done);
        } finally {
            this.ui.unblock();
            if (done.length) {
                this.offerUndo(done, say(done.length));
            }
            await this.reload();
        }
    }

    async inLots(ids, method, args, kwargs, done) {
        for (let start = 0; start < ids.length; start += LOT) {
            const lot = ids.slice(start, start + LOT);
            await this.orm.call(MODEL, method, [lot, ...args], kwargs);
            done.push(...lot);
        }
    }

    offerUndo(ids, message) {
        const decision = {ids};
        this.last = decision;
        decision.close = this.notification.add(message, {
            type: "success",
            className: "o_volunteer_queue_undo",
            autocloseDelay: UNDO_MS,
            buttons: [
                {name: _t("Undo"), primary: true, onClick: () => this.undo(decision)},
            ],
            onClose: () => {
                if (this.last === decision) {
                    this.last = null;
                }
            },
        });
    }

    async undo(decision = this.last) {
        if (!decision) {
            return;
        }
        decision.close();
        const back = [];
        try {
            await this.inLots(decision.ids, "action_undo_decision", [], {}, back);
        } finally {
            if (back.length) {
                this.notification.add(_t("%s wait for you again", back.length), {
                    type: "info",
                });
            }
            await this.reload();
        }
    }

    async reload() {
        for (const record of this.model.root.selection) {
            record.toggleSelection(false);
        }
        this.model.root.selectDomain(false);
        await this.model.load();
        this.onReload();
    }

    /** Run a decision on what a button or a key means, asking first if it is unseen. */
    async run(kind, ids) {
        const {root} = this.model;
        if (!ids.length) {
            return;
        }
        if (!root.isDomainSelected || ids.length <= root.records.length) {
            return this[kind](ids);
        }
        const total = root.isGrouped ? root.recordCount : root.count;
        const all = _t(
            "All %s lines that match the search are meant, also those that are not shown.",
            ids.length
        );
        const first = _t(
            "Only the first %(some)s of %(all)s lines that match the search are meant, also those that are not shown. Repeat it for the rest.",
            {some: ids.length, all: total}
        );
        this.dialog.add(ConfirmationDialog, {
            title: _t("More than you see"),
            body: total > ids.length ? first : all,
            confirmLabel: _t("Continue"),
            confirm: () => this[kind](ids),
            cancel: () => {},
        });
    }
}

/**
 * Let the buttons of a view decide by themselves, with a message that takes it back.
 *
 * A button takes part by its context, ``{"volunteer_queue": "approve"}``; call this
 * after the setup of the view's own controller.
 */
export function useQueueDecisions(model, onReload = () => {}) {
    const decisions = new QueueDecisions(
        {
            orm: useService("orm"),
            dialog: useService("dialog"),
            notification: useService("notification"),
            ui: useService("ui"),
        },
        model,
        onReload
    );
    const inherited = useEnv().onClickViewButton;
    useSubEnv({
        async onClickViewButton(params) {
            const {context} = params.clickParams;
            const {volunteer_queue: kind} =
                typeof context === "string" ? evaluateExpr(context, {}) : context || {};
            if (!kind) {
                return inherited(params);
            }
            await params.beforeExecute?.();
            const {resId, resIds} = params.getResParams();
            return decisions.run(kind, resId ? [resId] : resIds);
        },
    });
    return decisions;
}
