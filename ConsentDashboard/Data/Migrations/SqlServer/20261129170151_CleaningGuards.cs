using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ConsentDashboard.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class CleaningGuards : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ArrangedBy",
                table: "RetentionRuns",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_WithdrawalOrigins_SubscriberId",
                table: "WithdrawalOrigins",
                column: "SubscriberId");

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_SubscriberId",
                table: "Outbox",
                column: "SubscriberId",
                filter: "[SubscriberId] IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_WithdrawalOrigins_SubscriberId",
                table: "WithdrawalOrigins");

            migrationBuilder.DropIndex(
                name: "IX_Outbox_SubscriberId",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "ArrangedBy",
                table: "RetentionRuns");
        }
    }
}
