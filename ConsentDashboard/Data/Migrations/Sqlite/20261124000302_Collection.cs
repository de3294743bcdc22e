using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ConsentDashboard.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Collection : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "IsTest",
                table: "PendingRequests",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<byte[]>(
                name: "Submission",
                table: "PendingRequests",
                type: "BLOB",
                fixedLength: true,
                maxLength: 16,
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<string>(
                name: "WhoWeAre",
                table: "NoticeTexts",
                type: "TEXT",
                maxLength: 1000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "AllowedRegions",
                table: "CollectionPoints",
                type: "TEXT",
                unicode: false,
                maxLength: 800,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "ProcessingNoticeVersionId",
                table: "CollectionPoints",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ApiKeys",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    PublicId = table.Column<long>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Prefix = table.Column<string>(type: "TEXT", unicode: false, maxLength: 16, nullable: false),
                    SecretHash = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 32, nullable: false),
                    Scopes = table.Column<int>(type: "INTEGER", nullable: false),
                    SenderId = table.Column<long>(type: "INTEGER", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedBy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    LastUsedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
                    RevokedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RevokedBy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ApiKeys", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ApiKeys_Senders_SenderId",
                        column: x => x.SenderId,
                        principalTable: "Senders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "CodeSends",
                columns: table => new
                {
                    Target = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 32, nullable: false),
                    Slot = table.Column<byte>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CodeSends", x => new { x.Target, x.Slot });
                });

            migrationBuilder.CreateTable(
                name: "FindingOverrides",
                columns: table => new
                {
                    CollectionPointId = table.Column<long>(type: "INTEGER", nullable: false),
                    Rule = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    By = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FindingOverrides", x => new { x.CollectionPointId, x.Rule });
                    table.ForeignKey(
                        name: "FK_FindingOverrides_CollectionPoints_CollectionPointId",
                        column: x => x.CollectionPointId,
                        principalTable: "CollectionPoints",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "IdempotencyReplies",
                columns: table => new
                {
                    ApiKeyId = table.Column<long>(type: "INTEGER", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    RequestHash = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 32, nullable: false),
                    Status = table.Column<int>(type: "INTEGER", nullable: false),
                    Body = table.Column<string>(type: "TEXT", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IdempotencyReplies", x => new { x.ApiKeyId, x.Key });
                    table.ForeignKey(
                        name: "FK_IdempotencyReplies_ApiKeys_ApiKeyId",
                        column: x => x.ApiKeyId,
                        principalTable: "ApiKeys",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_PendingRequests_EventKey",
                table: "PendingRequests",
                column: "EventKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PendingRequests_Submission",
                table: "PendingRequests",
                column: "Submission");

            migrationBuilder.CreateIndex(
                name: "IX_CollectionPoints_ProcessingNoticeVersionId",
                table: "CollectionPoints",
                column: "ProcessingNoticeVersionId");

            migrationBuilder.CreateIndex(
                name: "IX_ApiKeys_PublicId",
                table: "ApiKeys",
                column: "PublicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ApiKeys_SecretHash",
                table: "ApiKeys",
                column: "SecretHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ApiKeys_SenderId",
                table: "ApiKeys",
                column: "SenderId");

            migrationBuilder.CreateIndex(
                name: "IX_CodeSends_At",
                table: "CodeSends",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_IdempotencyReplies_ExpiresAt",
                table: "IdempotencyReplies",
                column: "ExpiresAt");

            migrationBuilder.AddForeignKey(
                name: "FK_CollectionPoints_NoticeVersions_ProcessingNoticeVersionId",
                table: "CollectionPoints",
                column: "ProcessingNoticeVersionId",
                principalTable: "NoticeVersions",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_CollectionPoints_NoticeVersions_ProcessingNoticeVersionId",
                table: "CollectionPoints");

            migrationBuilder.DropTable(
                name: "CodeSends");

            migrationBuilder.DropTable(
                name: "FindingOverrides");

            migrationBuilder.DropTable(
                name: "IdempotencyReplies");

            migrationBuilder.DropTable(
                name: "ApiKeys");

            migrationBuilder.DropIndex(
                name: "IX_PendingRequests_EventKey",
                table: "PendingRequests");

            migrationBuilder.DropIndex(
                name: "IX_PendingRequests_Submission",
                table: "PendingRequests");

            migrationBuilder.DropIndex(
                name: "IX_CollectionPoints_ProcessingNoticeVersionId",
                table: "CollectionPoints");

            migrationBuilder.DropColumn(
                name: "IsTest",
                table: "PendingRequests");

            migrationBuilder.DropColumn(
                name: "Submission",
                table: "PendingRequests");

            migrationBuilder.DropColumn(
                name: "WhoWeAre",
                table: "NoticeTexts");

            migrationBuilder.DropColumn(
                name: "AllowedRegions",
                table: "CollectionPoints");

            migrationBuilder.DropColumn(
                name: "ProcessingNoticeVersionId",
                table: "CollectionPoints");
        }
    }
}
