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

/** Buttons of other matters that can be taken back as well. */
const BY_NAME = {action_return_as_duty: "duty"};

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

    /** Approve what can be approved, and say why the rest stays. */
    async approve(ids, {minutes, note} = {}) {
        let ready = ids;
        if (ids.length > 1) {
            ready = await this.sortOut(ids);
        }
        if (!ready.length) {
            return;
        }
        const given = {};
        if (minutes) {
            given.minutes = minutes;
        }
        if (note) {
            given.note = note;
        }
        return this.decide(ready, "action_approve", [], given, (count) =>
            _t("%s approved", count)
        );
    }

    async sortOut(ids) {
        const ready = [];
        const reasons = new Set();
        for (let start = 0; start < ids.length; start += LOT) {
            const lot = ids.slice(start, start + LOT);
            const found = await this.orm.call(MODEL, "get_queue_ready", [lot]);
            ready.push(...found.ready);
            found.reasons.forEach((reason) => reasons.add(reason));
        }
        if (ready.length < ids.length) {
            const left = _t("%s left to look at", ids.length - ready.length);
            this.notification.add([...reasons].slice(0, 5).join(" "), {
                title: left,
                type: "warning",
                autocloseDelay: UNDO_MS,
            });
        }
        return ready;
    }

    /** Return what lies in working time, with the reason that is meant for it. */
    duty(ids) {
        return this.decide(ids, "action_return_as_duty", [], {}, (count) =>
            _t("%s returned as part of the job", count)
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

    /**
     * Run a decision on what a button or a key means, asking first where there is more
     * than can be seen.
     *
     * @param {String} kind approve, correct, refuse or duty
     * @param {Number[]} ids
     * @param {Number} seen so many of them are on the screen, if not by the selection
     */
    async run(kind, ids, seen) {
        const {root} = this.model;
        if (!ids.length) {
            return;
        }
        const onScreen = seen || (root.isDomainSelected ? root.records.length : ids.length);
        if (ids.length <= onScreen) {
            return this[kind](ids);
        }
        const matching = root.isGrouped ? root.recordCount : root.count;
        const total = root.isDomainSelected ? matching : ids.length;
        const all = _t(
            "All %s lines are meant, also those that are not shown.",
            ids.length
        );
        const first = _t(
            "The first %(some)s of %(all)s lines are meant, also those that are not shown. Repeat it for the rest.",
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
            const {context, name} = params.clickParams;
            const {volunteer_queue: said} =
                typeof context === "string" ? evaluateExpr(context, {}) : context || {};
            const kind = said || BY_NAME[name];
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
