import {reactive, useEffect, useExternalListener, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {RelationalModel} from "@web/model/relational_model/relational_model";
import {ListController} from "@web/views/list/list_controller";
import {ListRenderer} from "@web/views/list/list_renderer";
import {listView} from "@web/views/list/list_view";
import {QueueBanner} from "./queue_banner";
import {useQueueDecisions} from "./queue_decisions";
import {QueueKeysDialog} from "./queue_dialogs";
import {QueuePanel} from "./queue_panel";
import {QueueSwitch} from "./queue_switch";
import {queueKey} from "./queue_keys";

const PANEL_WAIT_MS = 120;
const WIDE = "(min-width: 992px)";

/** Groups that also know how many people they hold, and whether all is proven. */
export class QueueModel extends RelationalModel {
    queueGroups = new Map();

    async _webReadGroup(config, ...args) {
        const [field] = config.groupBy;
        this.openNoActivity(config);
        const [result, rows] = await Promise.all([
            super._webReadGroup(config, ...args),
            this.orm.formattedReadGroup(
                config.resModel,
                config.domain,
                [field],
                ["volunteer_id:count_distinct", "proven:bool_and"],
                {context: config.context}
            ),
        ]);
        for (const row of rows) {
            const value = Array.isArray(row[field]) ? row[field][0] : row[field];
            this.queueGroups.set(`${field}:${value}`, {
                people: row["volunteer_id:count_distinct"],
                proven: row["proven:bool_and"],
            });
        }
        return result;
    }

    /** Claims without an activity wait too: their group begins open as the others. */
    openNoActivity(config) {
        const {groupBy, groups, openGroupsByDefault} = config;
        if (
            groupBy.length > 1 ||
            groupBy[0] !== "activity_id" ||
            !openGroupsByDefault ||
            Object.keys(groups).length
        ) {
            return;
        }
        const common = {
            resModel: config.resModel,
            fields: config.fields,
            activeFields: config.activeFields,
            fieldsToAggregate: config.fieldsToAggregate,
            offset: 0,
        };
        groups.false = {
            ...common,
            groupByFieldName: groupBy[0],
            extraDomain: false,
            value: false,
            isFolded: false,
            list: {...common, groupBy: [], groups: {}, limit: this.initialLimit},
        };
    }
}

/** The list, with a cursor that the panel and the keys follow. */
export class QueueRenderer extends ListRenderer {
    static groupRowTemplate = "volunteer_hours.QueueGroupRow";
    static recordRowTemplate = "volunteer_hours.QueueRecordRow";
    static props = [...ListRenderer.props, "queue", "approveGroup"];

    setup() {
        super.setup();
        this.queue = useState(this.props.queue);
        useExternalListener(document, "focusin", ({target}) => {
            const row = this.tableRef.el?.contains(target) && target.closest("tr.o_data_row");
            const record =
                row && this.props.list.records.find((one) => one.id === row.dataset.id);
            if (record) {
                this.queue.resId = record.resId;
            }
        });
        useEffect(
            () => this.focusRow(),
            () => [this.queue.focused]
        );
    }

    isCurrent(record) {
        return record.resId === this.queue.resId;
    }

    getRowClass(record) {
        const current = this.isCurrent(record) ? " o_volunteer_queue_current" : "";
        return super.getRowClass(record) + current;
    }

    /** A click shows the panel; the panel, Enter and a narrow screen open the line. */
    async onCellClicked(record, column, ev, newWindow) {
        if (newWindow || this.props.list.selection.length || !matchMedia(WIDE).matches) {
            return super.onCellClicked(record, column, ev, newWindow);
        }
        this.queue.resId = record.resId;
    }

    focusRow() {
        const record = this.props.list.records.find(
            (one) => one.resId === this.queue.resId
        );
        const row =
            record && this.tableRef.el?.querySelector(`tr[data-id="${record.id}"]`);
        // Who types in the search box goes on typing.
        const typing = document.activeElement?.matches(".o_searchview_input");
        if (row && !typing) {
            row.querySelector("td.o_data_cell").focus({preventScroll: true});
            row.scrollIntoView({block: "nearest"});
        }
    }

    groupFacts(group) {
        const field = this.props.list.groupBy[0];
        return this.props.list.model.queueGroups.get(`${field}:${group.value}`) || {};
    }

    groupName(group) {
        if (group.value === false && group.groupByField.name === "activity_id") {
            return _t("Without an activity");
        }
        return group.displayName;
    }
}

/** “Waits for me”: decide by mouse or keys, with what stands behind a line beside it. */
export class QueueController extends ListController {
    static template = "volunteer_hours.QueueListView";
    static components = {...ListController.components, QueueBanner, QueuePanel, QueueSwitch};

    setup() {
        super.setup();
        // The keys are for the lines; the search box is a click away.
        this.firstLoad = false;
        this.decisions = useQueueDecisions(this.model, () => this.forgetPanels());
        this.queue = useState(reactive({resId: false, focused: 0, round: 0, panel: null}));
        this.panels = new Map();
        this.keepLast = new KeepLast();
        this.ui = useService("ui");
        this.wide = matchMedia(WIDE);
        this.run = this.decisions.run.bind(this.decisions);
        useEffect(
            () => this.keepPlace(),
            () => [this.records.map((record) => record.resId).join()]
        );
        useEffect(
            (resId) => {
                const timer = setTimeout(() => this.loadPanel(resId), PANEL_WAIT_MS);
                return () => clearTimeout(timer);
            },
            () => [this.queue.resId, this.queue.round]
        );
        useExternalListener(window, "keydown", this.onKeydown.bind(this));
    }

    get records() {
        return this.model.root?.records || [];
    }

    get index() {
        return this.records.findIndex((one) => one.resId === this.queue.resId);
    }

    /** After a decision the cursor stays where it was: on the line that moved up. */
    keepPlace() {
        const groupedBy = this.model.root?.groupBy?.join();
        if (this.groupedBy !== groupedBy) {
            this.groupedBy = groupedBy;
            this.moveTo(this.records[0]);
        } else if (this.index < 0) {
            const index = Math.min(this.lastIndex || 0, this.records.length - 1);
            this.moveTo(this.records[index]);
        } else {
            this.lastIndex = this.index;
        }
    }

    /** What was read before a decision is of yesterday. */
    forgetPanels() {
        this.panels.clear();
        this.queue.round++;
    }

    moveTo(record) {
        this.queue.resId = record ? record.resId : false;
        this.queue.focused++;
        this.lastIndex = Math.max(this.index, 0);
    }

    async move(step) {
        const next = this.records[this.index + step];
        if (next || step < 0) {
            return next && this.moveTo(next);
        }
        // At the end: the next group opens by itself.
        const groups = this.model.root.groups || [];
        const open = groups.findLastIndex((group) => !group.isFolded && group.count);
        const folded = groups.slice(open + 1).find((group) => group.isFolded);
        if (folded) {
            await folded.toggle();
            this.moveTo(folded.records[0]);
        }
    }

    async loadPanel(resId) {
        if (!resId || !this.wide.matches) {
            this.queue.panel = null;
            return;
        }
        if (!this.panels.has(resId)) {
            this.panels.set(
                resId,
                this.orm.silent.call(this.props.resModel, "get_queue_panel", [[resId]])
            );
        }
        try {
            this.queue.panel = await this.keepLast.add(this.panels.get(resId));
        } catch {
            // Somebody else decided meanwhile: the list says so with the next action.
            this.panels.delete(resId);
            this.queue.panel = null;
        }
    }

    async onKeydown(ev) {
        const key = this.ui.activeElement === document && queueKey(ev);
        if (!key) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        const record = this.records[this.index];
        if (key === "next" || key === "previous") {
            return this.move(key === "next" ? 1 : -1);
        }
        if (key === "keys") {
            return this.showKeys();
        }
        if (key === "undo") {
            return this.decisions.undo();
        }
        if (key === "select") {
            return record?.toggleSelection();
        }
        if (key === "open") {
            return record && this.openRecord(record);
        }
        const chosen = this.hasSelectedRecords
            ? await this.model.root.getResIds(true)
            : record && [record.resId];
        return chosen && this.decisions.run(key, chosen);
    }

    showKeys() {
        this.dialogService.add(QueueKeysDialog, {});
    }

    openLine(resId) {
        return this.openRecord(this.records.find((one) => one.resId === resId));
    }

    /** Approve whatever a group holds, also what is on its next pages. */
    async approveGroup(group) {
        const {list} = group;
        const ids = await this.orm.search(this.props.resModel, list.domain, {
            limit: this.model.activeIdsLimit,
        });
        return this.decisions.run("approve", ids, list.records.length || 1);
    }

    offDuty(resId) {
        return this.actionService.doAction("volunteer_hours.volunteer_off_duty_wizard_action", {
            additionalContext: {active_model: this.props.resModel, active_ids: [resId]},
            onClose: () => this.decisions.reload(),
        });
    }
}

registry.category("views").add("volunteer_queue_list", {
    ...listView,
    Controller: QueueController,
    Model: QueueModel,
    Renderer: QueueRenderer,
});
