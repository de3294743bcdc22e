using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ConsentDashboard.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class SegmentHoldsAndReassignments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "Since",
                table: "Reachability",
                type: "datetime2(3)",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            migrationBuilder.AddColumn<long>(
                name: "Held",
                table: "HoldOrders",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "ReleaseReason",
                table: "HoldOrders",
                type: "nvarchar(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Released",
                table: "HoldOrders",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "ReleasedByName",
                table: "HoldOrders",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Holds_HoldOrderId_Id",
                table: "Holds",
                columns: new[] { "HoldOrderId", "Id" },
                filter: "[HoldOrderId] IS NULL");

            // Until now nobody wrote down when it was so; it was not later than this.
            migrationBuilder.Sql("UPDATE [Reachability] SET [Since] = [From]");
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
