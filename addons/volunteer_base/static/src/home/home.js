import {Component, onWillStart, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

/** What waits for the user; a tile opens the list it counts. */
export class VolunteerHome extends Component {
    static template = "volunteer_base.Home";
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({tiles: []});
        onWillStart(async () => {
            this.state.tiles = await this.orm.call("volunteer.home", "get_tiles", []);
        });
    }

    open(tile) {
        return this.action.doAction(tile.action);
    }
}

registry.category("actions").add("volunteer_base.home", VolunteerHome);
