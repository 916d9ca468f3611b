import {registry} from "@web/core/registry";
import {KanbanController} from "@web/views/kanban/kanban_controller";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {QueueBanner} from "./queue_banner";
import {useQueueDecisions} from "./queue_decisions";

/** “Waits for me” on a phone: cards with big buttons, and the same way back. */
export class QueueKanbanController extends KanbanController {
    static template = "volunteer_hours.QueueKanbanView";
    static components = {...KanbanController.components, QueueBanner};

    setup() {
        super.setup();
        useQueueDecisions(this.model);
    }
}

registry.category("views").add("volunteer_queue_kanban", {
    ...kanbanView,
    Controller: QueueKanbanController,
});
