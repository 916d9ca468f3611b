import {Component} from "@odoo/owl";

/** Groups by activity or by person, with one click. */
export class QueueSwitch extends Component {
    static template = "volunteer_hours.QueueSwitch";
    static props = {};

    get byPerson() {
        return this.env.searchModel.groupBy[0] === "volunteer_id";
    }

    group(byPerson) {
        const {searchModel} = this.env;
        const items = searchModel.getSearchItems((item) => item.type === "groupBy");
        const wanted = byPerson ? "group_volunteer" : "group_activity";
        for (const item of items) {
            if (Boolean(item.isActive) !== (item.name === wanted)) {
                searchModel.toggleSearchItem(item.id);
            }
        }
    }
}
