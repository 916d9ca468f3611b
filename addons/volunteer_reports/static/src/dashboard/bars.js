import {Component, useState} from "@odoo/owl";

/** Rows with a bar each, written as a table: readable without the bars. */
export class DashboardBars extends Component {
    static template = "volunteer_reports.DashboardBars";
    static props = {
        // {key, name, value, text, note?, sign?, aim?, open?}
        rows: Array,
        // Heads of the columns: names and values
        heads: Array,
        caption: String,
        // What a row's sign means
        signLabel: {type: String, optional: true},
        few: {type: Number, optional: true},
    };
    static defaultProps = {few: 10};

    setup() {
        this.state = useState({all: false});
    }

    get most() {
        return Math.max(...this.props.rows.map((row) => Math.max(row.value, row.aim || 0)), 0);
    }

    get rows() {
        const {rows, few} = this.props;
        return this.state.all ? rows : rows.slice(0, few);
    }

    get hidden() {
        return this.props.rows.length - this.rows.length;
    }

    widthOf(value) {
        return this.most > 0 ? Math.max(0, Math.round((1000 * value) / this.most) / 10) : 0;
    }
}
