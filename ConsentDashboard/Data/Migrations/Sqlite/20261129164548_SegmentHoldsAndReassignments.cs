using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ConsentDashboard.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SegmentHoldsAndReassignments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "Since",
                table: "Reachability",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "Held",
                table: "HoldOrders",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "ReleaseReason",
                table: "HoldOrders",
                type: "TEXT",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Released",
                table: "HoldOrders",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "ReleasedByName",
                table: "HoldOrders",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Holds_HoldOrderId_Id",
                table: "Holds",
                columns: new[] { "HoldOrderId", "Id" },
                filter: "[HoldOrderId] IS NULL");

            // Until now nobody wrote down when it was so; it was not later than this.
            migrationBuilder.Sql("UPDATE \"Reachability\" SET \"Since\" = \"From\"");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Holds_HoldOrderId_Id",
                table: "Holds");

            migrationBuilder.DropColumn(
                name: "Since",
                table: "Reachability");

            migrationBuilder.DropColumn(
                name: "Held",
                table: "HoldOrders");

            migrationBuilder.DropColumn(
                name: "ReleaseReason",
                table: "HoldOrders");

            migrationBuilder.DropColumn(
                name: "Released",
                table: "HoldOrders");

            migrationBuilder.DropColumn(
                name: "ReleasedByName",
                table: "HoldOrders");
        }
    }
}
